"""The catalogue: what may be a unit, who keeps and sees materials."""

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.materials import selectors, services
from apps.materials.models import Material
from apps.materials.rules import check_unit, known_unit

UNITS = [
    "%",
    "% (m/m)",
    "wt%",
    "mg/kg",
    "µg/g",
    "MPa",
    "N/mm²",
    "g/cm³",
    "g/cm^3",
    "m²/g",
    "W/(m*K)",
    "°C",
    "1",
]
NO_UNITS = [
    "",
    "spoon",
    "=1+1",
    "-",
    "+kg",
    "@kg",
    " kg",
    "5 m",
    "kg**9**9**9",
    "kg^99",
    "m" * 31,
    "Fe",
    "()",
    "m\n",
]


@pytest.mark.parametrize("unit", UNITS)
def test_knows_a_unit(unit):
    assert known_unit(unit)


@pytest.mark.parametrize("unit", NO_UNITS)
def test_refuses_what_is_no_unit(unit):
    with pytest.raises(Invalid):
        check_unit(unit)


def add(cast, who, **changes):
    said = {
        "name": "AlMg3",
        "grade": "EN AW-5754",
        "critical_input": "aluminium",
        "owner_id": cast.consortium.pk,
        "actor": cast.actor(who),
    }
    return services.add_material(**(said | changes))


@pytest.mark.django_db
def test_a_material_of_a_consortium_is_seen_by_its_members_and_recorded(cast):
    material = add(cast, "iris")
    assert material in selectors.materials_of(cast.actor("carol"))
    assert selectors.materials_of(cast.actor("eve")) == []
    assert Entry.objects.get(event="materials.MaterialAdded").chain == f"material:{material.pk}"
    with pytest.raises(Missing):
        selectors.material_for(cast.actor("eve"), material.pk)


@pytest.mark.django_db
def test_a_material_of_a_firm_is_seen_by_it_alone(cast):
    material = add(cast, "alice", owner_id=cast.alder.pk)
    assert selectors.material_for(cast.actor("bob"), material.pk) == material
    assert material not in selectors.materials_of(cast.actor("hana"))


@pytest.mark.django_db
def test_refuses_who_may_not_and_what_is_not_complete(cast):
    with pytest.raises(NotAllowed):
        add(cast, "carol")
    for changes, field in (
        ({"name": " "}, "name"),
        ({"grade": ""}, "grade"),
        ({"critical_input": "nothing"}, "critical_input"),
        ({"owner_id": cast.hazel.pk}, "owner_id"),
    ):
        with pytest.raises(Invalid) as refused:
            add(cast, "iris", **changes)
        assert list(refused.value.fields) == [field]


@pytest.mark.django_db
def test_a_party_keeps_a_name_and_grade_once(cast):
    material = add(cast, "iris")
    with pytest.raises(Conflict):
        add(cast, "iris")
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.create(
            owner=material.owner, critical_input=material.critical_input, name="AlMg3", grade="EN AW-5754"
        )


@pytest.mark.django_db
def test_the_list_takes_one_query_for_any_number(cast, django_assert_num_queries):
    for number in range(20):
        add(cast, "iris", grade=str(number))
    actor = cast.actor("carol")
    with django_assert_num_queries(1):
        assert len([str(row.critical_input) for row in selectors.materials_of(actor)]) == 22
