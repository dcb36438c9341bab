"""Planning a study, writing its protocol, locking it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.audit.models import Entry
from apps.core.canonical import canonical, sha256
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.materials.models import CriticalInput, Material
from apps.sharing.rights import people_with
from apps.studies import selectors, services
from apps.studies.services.versions import protocol_of
from tests.studies import world

pytestmark = pytest.mark.django_db


def events(study):
    return list(
        Entry.objects.filter(chain=f"study:{study.pk}").order_by("seq").values_list("event", flat=True)
    )


def test_takes_the_next_number_of_the_year_of_the_actor(cast):
    first, second = world.planned(cast), world.planned(cast)
    year = cast.actor("iris").now.year
    assert [first.reference, second.reference] == [f"ST-{year}-001", f"ST-{year}-002"]


def test_gives_the_right_to_coordinate_to_who_planned_it_and_nobody_else(cast, planned_study):
    assert people_with("coordinate_study", planned_study) == [cast.iris]
    assert selectors.standings_of(cast.actor("iris"), planned_study) == {"coordinator", "second person"}
    assert selectors.standings_of(cast.actor("ike"), planned_study) == {"second person"}


def test_takes_the_critical_input_of_the_consortium_and_codes_that_tell_nothing(cast, planned_study):
    assert planned_study.critical_input == cast.critical_input
    codes = [item.code for item in planned_study.items.all()]
    assert len(set(codes)) == 2
    assert all(code.startswith("M-") and len(code) == 4 for code in codes)


@pytest.mark.parametrize("who", ["alice", "carol", "ike", "eve", "emil", "dora"])
def test_is_planned_by_the_convening_institution_alone(cast, who):
    actor = cast.actor(who)
    if who == "ike":  # leads the institution: may plan too
        assert world.planned(cast, actor=actor).convener_id == actor.organisation_id
        return
    with pytest.raises((NotAllowed, Missing)):
        world.planned(cast, actor=actor)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"replicates": 0}, "replicates"),
        ({"replicates": 51}, "replicates"),
        ({"results_due_on": None}, "results_due_on"),
        ({"incumbent_id": "same"}, "incumbent_id"),
    ],
)
def test_refuses_a_plan_with_a_hole(cast, changes, field):
    if "results_due_on" in changes:
        changes = {"results_due_on": cast.actor("iris").now.date()}
    if "incumbent_id" in changes:
        changes = {"incumbent_id": cast.candidate.pk}
    with pytest.raises(Invalid) as refused:
        world.planned(cast, **changes)
    assert list(refused.value.fields) == [field]


def test_refuses_a_material_of_another_input_or_out_of_sight(cast):
    graphite = CriticalInput.objects.create(
        code="graphite-x",
        name_en="Graphite",
        name_tr="Grafit",
        hs6="250410",
        commodity="Graphite",
        stage="Mining",
    )
    other = Material.objects.create(owner=cast.consortium, critical_input=graphite, name="G", grade="1")
    hidden = Material.objects.create(
        owner=cast.alder, critical_input=cast.critical_input, name="H", grade="1"
    )
    with pytest.raises(Invalid, match="Aluminium"):
        world.planned(cast, candidate_id=other.pk)
    with pytest.raises(Missing):
        world.planned(cast, candidate_id=hidden.pk)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"codes": ["=Fe"]}, "code"),
        ({"codes": ["1Fe"]}, "code"),
        ({"codes": ["Fe,1"]}, "code"),
        ({"codes": ["Fe", "Fe"]}, "code"),
        ({"name_tr": ""}, "name_en"),
        ({"method": ""}, "method"),
        ({"unit": "spoon"}, "unit"),
        ({"unit": "=1+1"}, "unit"),
        ({"unit": "m**9**9**9"}, "unit"),
        ({"lower": Decimal(2), "upper": Decimal(2)}, "upper"),
        ({"lower": Decimal("1e-11")}, "lower"),
        ({"upper": Decimal("1e20")}, "upper"),
        ({"upper": Decimal("NaN")}, "upper"),
    ],
)
def test_refuses_a_characteristic_that_cannot_stand_on_a_sheet(cast, planned_study, changes, field):
    codes = changes.pop("codes", ["Fe"])
    with pytest.raises(Invalid) as refused:
        world.with_characteristics(cast, planned_study, codes, **changes)
    assert list(refused.value.fields) == [field]


def test_takes_a_characteristic_out_again_while_it_is_planned(cast, planned_study):
    world.with_characteristics(cast, planned_study)
    services.remove_characteristic(study_id=planned_study.pk, code="Fe", actor=cast.actor("iris"))
    assert list(planned_study.characteristics.values_list("code", flat=True)) == ["Cu"]
    with pytest.raises(Missing):
        services.remove_characteristic(study_id=planned_study.pk, code="Fe", actor=cast.actor("iris"))
    assert events(planned_study) == [
        "studies.StudyPlanned",
        "studies.CharacteristicAdded",
        "studies.CharacteristicAdded",
        "studies.CharacteristicRemoved",
    ]


def test_does_not_open_without_a_characteristic(cast, planned_study):
    with pytest.raises(Invalid, match="characteristic"):
        services.open_study(study_id=planned_study.pk, actor=cast.actor("iris"))


def test_locks_the_protocol_with_the_hash_of_its_canonical_json(cast, open_study):
    entry = Entry.objects.get(chain=f"study:{open_study.pk}", event="studies.StudyOpened")
    expected = sha256(canonical(protocol_of(open_study)))
    assert open_study.protocol_sha256 == expected
    assert expected in entry.payload
    with pytest.raises(Conflict):
        world.with_characteristics(cast, open_study, ["Mg"])
    with pytest.raises(Conflict):
        services.remove_characteristic(study_id=open_study.pk, code="Fe", actor=cast.actor("iris"))


def test_gives_laboratories_different_codes_of_two_digits(cast, open_study):
    rows = world.enrolled(cast, open_study, "carol", "colin", "bob")
    codes = {row.code for row in rows}
    assert len(codes) == 3
    assert all(code[0] == "L" and code[1:].isdigit() and len(code) == 3 for code in codes)


def test_enrols_those_who_test_for_the_consortium_once(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    with pytest.raises(Conflict, match="already"):
        world.enrolled(cast, open_study, "carol")
    for who in ("ike", "pia", "emil"):  # the convener itself; no role that tests; an observer
        with pytest.raises(NotAllowed):
            world.enrolled(cast, open_study, who)
    with pytest.raises(Missing):
        world.enrolled(cast, open_study, "eve")


def test_is_due_in_a_year_too(cast):
    later = cast.actor("iris").at(cast.actor("iris").now + timedelta(days=366))
    study = world.planned(cast, actor=later, results_due_on=later.now.date() + timedelta(days=1))
    assert study.reference == f"ST-{later.now.year}-001"
