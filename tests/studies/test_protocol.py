"""What a protocol says: characteristics with direction and margins, size and days, and what opening asks."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.core.canonical import canonical, sha256
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.materials.models import Material
from apps.studies import selectors, services
from apps.studies.models import Characteristic, ProtocolVersion, Study
from apps.studies.projections import fault_line
from apps.studies.rules.codes import MOST_LABORATORIES
from tests.studies import world

pytestmark = pytest.mark.django_db

MARGINS = {"margin_low": Decimal("0.02"), "margin_high": Decimal("0.02")}
RATIO = {
    "margin_kind": "ratio",
    "transformation": "ln",
    "margin_low": Decimal("0.80"),
    "margin_high": Decimal("1.25"),
}


def add(cast, study, **changes):
    world.with_characteristics(cast, study, ["Fe"], **changes)
    return Characteristic.objects.get(study=study, code="Fe")


def change(cast, study, code="Fe", **changes):
    return services.change_characteristic(
        study_id=study.pk, code=code, changes=changes, actor=cast.actor("iris")
    )


def open_it(cast, study):
    return services.open_study(study_id=study.pk, actor=cast.actor("iris"))


def days(cast, number):
    return cast.actor("iris").now.date() + timedelta(days=number)


@pytest.mark.parametrize("unit", ["% (m/m)", "MPa", "g/cm³", "mg/kg", "µg/g", "W/(m·K)", "°C", "m²/g"])
def test_takes_the_units_that_people_write(cast, planned_study, unit):
    assert add(cast, planned_study, unit=f" {unit} ").unit == unit


@pytest.mark.parametrize(
    "said",
    [
        MARGINS,
        RATIO,
        {},
        {"direction": "higher", "margin_low": Decimal(5)},
        {"direction": "lower", "margin_high": Decimal(5)},
        RATIO | {"direction": "higher", "margin_high": None},
        RATIO | {"direction": "lower", "margin_low": None},
        {"direction": "higher"},
    ],
)
def test_takes_margins_on_the_sides_that_the_direction_asks_for(cast, planned_study, said):
    row = add(cast, planned_study, **said)
    assert {name: getattr(row, name) for name in said} == said


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"margin_low": Decimal(1)}, "margin_high", "both margins, or none"),
        ({"margin_high": Decimal(1)}, "margin_low", "both margins, or none"),
        (MARGINS | {"margin_low": Decimal("-0.02")}, "margin_low", "above zero, without a sign"),
        (MARGINS | {"margin_high": Decimal(0)}, "margin_high", "above zero"),
        (MARGINS | {"margin_high": Decimal("1e-11")}, "margin_high", "ten decimals"),
        (MARGINS | {"margin_high": Decimal("Infinity")}, "margin_high", "ten decimals"),
        (MARGINS | {"direction": "higher"}, "margin_high", "Leave this empty"),
        (MARGINS | {"direction": "lower"}, "margin_low", "Leave this empty"),
        ({"direction": "sideways"}, "direction", "target, higher, lower"),
        ({"margin_kind": "percent"}, "margin_kind", "absolute, ratio"),
        ({"transformation": "log10"}, "transformation", "none, ln"),
        (RATIO | {"transformation": "none"}, "transformation", "judged on logarithms"),
        (MARGINS | {"transformation": "ln"}, "margin_kind", "limits of a ratio"),
        (RATIO | {"margin_low": Decimal("1.1")}, "margin_low", "between 0 and 1"),
        (RATIO | {"margin_high": Decimal("0.9")}, "margin_high", "above 1"),
        (RATIO | {"upper": Decimal(0)}, "upper", "above zero"),
        (RATIO | {"lower": Decimal(-1)}, "lower", "cannot be below zero"),
    ],
)
def test_refuses_what_cannot_be_judged_with_a_sentence_at_its_field(cast, planned_study, said, field, words):
    with pytest.raises(Invalid) as refused:
        add(cast, planned_study, **said)
    assert list(refused.value.fields) == [field]
    assert words in str(refused.value.fields[field][0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"margin_low": Decimal(1)},
        {"margin_low": Decimal(-1), "margin_high": Decimal(1)},
        {"direction": "higher", "margin_high": Decimal(1)},
        {"direction": "lower", "margin_low": Decimal(1)},
        {"direction": "higher", "margin_low": Decimal(1), "margin_high": Decimal(1)},
        {"transformation": "ln"},
        {"margin_kind": "ratio"},
        RATIO | {"margin_low": Decimal("1.2")},
        RATIO | {"margin_high": Decimal("0.9")},
    ],
)
def test_the_database_refuses_margins_that_make_no_sense(cast, planned_study, wrong):
    row = add(cast, planned_study)
    with pytest.raises(IntegrityError), transaction.atomic():
        Characteristic.objects.filter(pk=row.pk).update(**wrong)


def test_several_faults_come_at_once_each_at_its_field(cast, planned_study):
    with pytest.raises(Invalid) as refused:
        add(cast, planned_study, unit="spoon", method=" ", margin_low=Decimal(-1), margin_high=Decimal(1))
    assert set(refused.value.fields) == {"unit", "method", "margin_low"}


def test_a_characteristic_is_changed_while_the_study_is_planned(cast, planned_study):
    add(cast, planned_study, **MARGINS)
    row = change(cast, planned_study, code="Fe", unit=" mg/kg ", margin_low=Decimal(3), name_en="Iron")
    assert (row.unit, row.margin_low, row.margin_high, row.name_en) == ("mg/kg", 3, Decimal("0.02"), "Iron")
    change(cast, planned_study, margin_low=None, margin_high=None)
    row.refresh_from_db()
    assert (row.margin_low, row.margin_high) == (None, None)
    last = Entry.objects.filter(chain=f"study:{planned_study.pk}").latest("seq")
    assert last.event == "studies.CharacteristicChanged"


def test_a_change_is_checked_like_a_new_characteristic(cast, planned_study):
    world.with_characteristics(cast, planned_study)
    with pytest.raises(Invalid, match="not complete"):
        change(cast, planned_study, code="Fe", unit="spoon")
    with pytest.raises(Invalid) as refused:
        services.change_characteristic(
            study_id=planned_study.pk, code="Fe", changes={"code": "Cu"}, actor=cast.actor("iris")
        )
    assert "already" in str(refused.value.fields["code"][0])
    with pytest.raises(Invalid) as refused:
        change(cast, planned_study, counts_from=None)
    assert list(refused.value.fields) == ["counts_from"]
    with pytest.raises(Missing):
        change(cast, planned_study, code="Zn", method="XRF")


def test_a_locked_characteristic_is_not_changed(cast, open_study):
    with pytest.raises(Conflict):
        change(cast, open_study, method="XRF")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"laboratories_wanted": 1}, "laboratories_wanted"),
        ({"laboratories_wanted": MOST_LABORATORIES + 1}, "laboratories_wanted"),
        ({"laboratories_wanted": 2, "certifying": True}, "laboratories_wanted"),
        ({"certifying": True, "incumbent_id": None}, "incumbent_id"),
        ({"samples_due_on": 0}, "samples_due_on"),
        ({"samples_due_on": 30}, "samples_due_on"),
        ({"publication": "everything"}, "publication"),
    ],
)
def test_refuses_a_plan_that_cannot_be_carried_out(cast, said, field):
    if "samples_due_on" in said:
        said = {"samples_due_on": days(cast, said["samples_due_on"])}
    with pytest.raises(Invalid) as refused:
        world.planned(cast, **said)
    assert list(refused.value.fields) == [field]


def test_no_certificate_rests_on_two_laboratories(cast, planned_study):
    with pytest.raises(Invalid) as refused:
        world.planned(cast, certifying=True, laboratories_wanted=2)
    assert "fewer than 3" in str(refused.value.fields["laboratories_wanted"][0])
    assert world.planned(cast, certifying=True, laboratories_wanted=3).certifying
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.unscoped("test").filter(pk=planned_study.pk).update(
            certifying=True, laboratories_wanted=2
        )


def test_a_study_compares_several_candidates(cast):
    third = Material.objects.create(
        owner=cast.consortium, critical_input=cast.critical_input, name="AlCu4Mg1 third", grade="EN AW-2024"
    )
    study = world.planned(cast, more_candidates=[third.pk])
    roles = dict(study.items.values_list("material_id", "role"))
    assert roles == {cast.candidate.pk: "candidate", third.pk: "candidate", cast.incumbent.pk: "incumbent"}
    assert len(set(study.items.values_list("code", flat=True))) == 3
    for twice, field in ((cast.candidate.pk, "more_candidates"), (cast.incumbent.pk, "incumbent_id")):
        with pytest.raises(Invalid) as refused:
            world.planned(cast, more_candidates=[third.pk, twice])
        assert list(refused.value.fields) == [field]


def test_a_certifying_study_opens_with_a_margin_only(cast):
    study = world.with_characteristics(cast, world.planned(cast, certifying=True))
    with pytest.raises(Invalid, match="equivalence margins"):
        open_it(cast, study)
    change(cast, study, direction="higher", margin_low=Decimal(1))  # one-sided is a margin too
    assert open_it(cast, study).state == "open"


def test_a_certifying_study_needs_an_incumbent_at_opening_too(cast, planned_study):
    add(cast, planned_study, **MARGINS)
    Study.objects.unscoped("test").filter(pk=planned_study.pk).update(certifying=True)
    planned_study.items.filter(role="incumbent").delete()
    with pytest.raises(Invalid, match="incumbent"):
        open_it(cast, planned_study)


def test_the_plan_is_changed_until_the_study_opens(cast, planned_study):
    iris, changes = cast.actor("iris"), {"laboratories_wanted": 12, "title": " Longer ", "replicates": 5}
    study = services.revise_plan(study_id=planned_study.pk, changes=changes, actor=iris)
    assert (study.laboratories_wanted, study.title, study.replicates) == (12, "Longer", 5)
    for wrong in ({"title": ""}, {"laboratories_wanted": 2, "certifying": True}, {"state": "open"}):
        with pytest.raises(Invalid):
            services.revise_plan(study_id=planned_study.pk, changes=wrong, actor=iris)
    with pytest.raises(NotAllowed):
        services.revise_plan(study_id=planned_study.pk, changes=changes, actor=cast.actor("ike"))
    add(cast, planned_study)
    open_it(cast, planned_study)
    with pytest.raises(Conflict):
        services.revise_plan(study_id=planned_study.pk, changes=changes, actor=iris)


def test_the_locked_text_says_everything_that_decides(cast):
    study = world.planned(
        cast,
        certifying=True,
        laboratories_wanted=9,
        samples_due_on=days(cast, 10),
        publication="conclusion",
        purpose="Can it replace?",
    )
    add(cast, study, **RATIO)
    open_it(cast, study)
    said = json.loads(ProtocolVersion.objects.get(study=study).text)
    assert {
        name: said[name] for name in ("certifying", "laboratories_wanted", "replicates", "publication")
    } == {
        "certifying": True,
        "laboratories_wanted": 9,
        "replicates": 3,
        "publication": "conclusion",
    }
    assert said["samples_due_on"] == days(cast, 10).isoformat()
    assert said["outlier_rule"].startswith("ISO 5725-2, 7.3: outliers at 1 % are proposed for exclusion")
    assert said["alpha"] == "0.05"
    (iron,) = said["characteristics"]
    assert iron["margin_low"] == "0.8"
    assert (iron["direction"], iron["margin_kind"], iron["margin_high"], iron["transformation"]) == (
        "target",
        "ratio",
        "1.25",
        "ln",
    )


def test_every_word_of_the_protocol_moves_its_hash(cast):
    def locked(plan=None, **changes):
        study = world.planned(cast, **(plan or {}))
        add(cast, study, **(MARGINS | changes))
        open_it(cast, study)
        said = json.loads(ProtocolVersion.objects.get(study=study).text)
        own = {"salt", "reference", "items"}  # differ from study to study anyway
        return sha256(canonical({name: value for name, value in said.items() if name not in own}))

    assert locked() == locked()
    hashes = {
        locked(),
        locked({"laboratories_wanted": 9}),
        locked({"publication": "figures"}),
        locked({"samples_due_on": days(cast, 5)}),
        locked({"certifying": True}),
        locked(margin_low=Decimal("0.03")),
        locked(direction="higher", margin_high=None),
        locked(method="XRF"),
    }
    assert len(hashes) == 8


def test_every_reader_sees_direction_and_margins(cast):
    study = world.with_characteristics(cast, world.planned(cast), ["Fe"], **RATIO)
    open_it(cast, study)
    study = selectors.study_for(cast.actor("carol"), study.pk)
    (row,) = selectors.study_view(cast.actor("carol"), study).characteristics
    assert (row.direction, row.margin_kind, row.transformation) == ("target", "ratio", "ln")
    assert (str(row.margin_low), str(row.margin_high)) == ("0.8", "1.25")


def test_a_characteristic_judged_on_logarithms_takes_values_above_zero_only(cast):
    study = world.with_characteristics(cast, world.planned(cast), ["Fe"], **RATIO)
    world.with_characteristics(cast, study, ["Cu"])
    open_it(cast, study)
    world.enrolled(cast, study, "carol")
    content = world.sheet(study)
    sheet = world.hand_in(cast, study, "carol", content.replace(b",Fe,1,", b",Fe,1,-", 1))
    assert sheet.state == "refused"
    (fault,) = sheet.faults
    assert (fault["column"], fault["code"]) == ("value", "not_positive")
    assert "Fe is judged on logarithms" in fault_line(fault).sentence
    assert world.hand_in(cast, study, "carol", content.replace(b",Cu,1,", b",Cu,1,-", 1)).state == "taken"
