"""What may be left out: a cell, the one bad result of a cell, or a laboratory everywhere; each by two people."""

import csv
import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from apps.certificates.projections.evidence import evidence
from apps.core.errors import Invalid
from apps.studies import selectors, services
from apps.studies.documents.csv_files import numbers_file
from apps.studies.models import OutlierFlag
from tests.studies import world
from tests.studies.test_ruling import code, level

pytestmark = pytest.mark.django_db


@pytest.fixture
def slip(cast):
    return world.with_a_slip(cast)


@pytest.fixture
def off(cast):
    return world.off_everywhere(cast)


def compared(study):
    """The laboratories that the comparison stands on."""
    (said,) = selectors.conclusions_of(study)
    return said.characteristics[0].figures["labs"]


def flag_at(study, test, role=None):
    rows = OutlierFlag.objects.filter(study=study, test=test)
    return (rows.filter(item__role=role) if role else rows).get()


def recheck_holds():
    call_command("recheck_analysis")  # raises if a stored run does not follow from its inputs
    return True


def test_one_bad_result_is_named_instead_of_its_cell(cast, slip):
    (flag,) = selectors.flags_of(slip)
    assert (flag.scope, flag.test, flag.verdict) == ("result", "grubbs_within", "outlier")
    assert (flag.laboratory, flag.level, flag.replicate) == (code(slip, cast, "colin"), level(slip), 3)
    # Five values: ISO 5725-2, table 5; the largest possible G is 4 / sqrt(5).
    assert (round(flag.critical_5, 3), round(flag.critical_1, 3)) == (1.715, 1.764)
    assert flag.critical_1 < flag.statistic < 4 / 5**0.5


def test_the_one_result_alone_is_left_out(cast, slip):
    world.confirmed(cast, slip, "exclude_result")
    lab = code(slip, cast, "colin")
    assert selectors.analysis_of(slip).excluded_cells == [(lab, level(slip), 3)]
    candidate, incumbent = selectors.results_of(slip)
    assert (candidate.numbers["labs"], candidate.numbers["results"]) == (4, 19)
    assert (candidate.numbers_with_all["results"], incumbent.numbers_with_all) == (20, None)
    (cell,) = [one for one in candidate.numbers["laboratories"] if one["lab"] == lab]
    # The mean of 1.004, 1.003, 1.002 and 1.004.
    assert (cell["results"], cell["mean"]) == (4, pytest.approx(1.00325, abs=1e-12))
    (gone,) = candidate.left_out
    assert (gone.label, gone.replicate, gone.everywhere) == (f"{lab}#3", 3, False)
    assert dict(candidate.dots)[lab] == (1.004, 1.003, 1.5, 1.002, 1.004)
    assert dict(candidate.standing_dots)[lab] == (1.004, 1.003, 1.002, 1.004)
    assert dict(evidence(candidate).dots)[lab] == ("1.004", "1.003", "1.002", "1.004")
    assert lab in compared(slip)
    assert recheck_holds()


def test_the_file_of_numbers_has_how_many_stand_and_how_many_there_are(cast, slip):
    world.confirmed(cast, slip, "exclude_result")
    text = numbers_file(selectors.results_of(slip)).decode("utf-8-sig")
    candidate, incumbent = csv.DictReader(text.splitlines())
    assert (candidate["results"], candidate["results_with_all"]) == ("19", "20")
    assert (candidate["laboratories"], candidate["laboratories_with_all"]) == ("4", "4")
    assert (incumbent["results"], incumbent["results_with_all"]) == ("20", "20")


def test_of_a_cell_with_one_bad_result_the_whole_may_be_left_out_or_kept(cast, slip):
    world.confirmed(cast, slip, "exclude")
    assert selectors.analysis_of(slip).excluded_cells == [(code(slip, cast, "colin"), level(slip))]
    assert selectors.results_of(slip)[0].left_out[0].label == code(slip, cast, "colin")
    other = world.with_a_slip(cast, title="Another")
    world.confirmed(cast, other, "keep")
    assert selectors.analysis_of(other).excluded_cells == []


def test_a_result_is_left_out_only_where_a_test_names_one(cast):
    study = world.outlying(cast)
    with pytest.raises(Invalid, match="keep, leave out") as refusal:
        world.ruled(cast, study, "exclude_result")
    assert list(refusal.value.fields) == ["ruling"]


def test_a_laboratory_that_is_an_outlier_at_both_levels_is_pointed_at(cast, off):
    flags = selectors.flags_of(off)
    assert [(flag.test, flag.scope) for flag in flags] == [
        ("cochran", "cell"),
        ("cochran", "cell"),
        ("laboratory", "laboratory"),
    ]
    last = flags[-1]
    assert (last.laboratory, last.level, last.statistic) == (code(off, cast, "colin"), "", 2.0)


def test_one_outlying_cell_points_at_no_laboratory(cast):
    assert {flag.scope for flag in selectors.flags_of(world.outlying(cast))} == {"cell"}


def test_a_laboratory_left_out_everywhere_is_gone_from_both_materials(cast, off):
    lab = code(off, cast, "colin")
    world.confirmed(cast, off, flag=flag_at(off, "laboratory"))
    assert selectors.analysis_of(off).excluded_cells == [(lab,)]
    for result in selectors.results_of(off):
        assert lab not in {one["lab"] for one in result.numbers["laboratories"]}
        assert (result.numbers["labs"], result.numbers_with_all["labs"]) == (3, 4)
        assert [(one.laboratory, one.everywhere) for one in result.left_out] == [(lab, True)]
        assert (lab in dict(result.dots), lab in dict(evidence(result).dots)) == (True, False)
    assert lab not in compared(off)
    assert recheck_holds()


def test_no_cell_of_a_laboratory_left_out_everywhere_waits_any_more(cast, off):
    assert selectors.open_flags_of(off).count() == 3
    world.confirmed(cast, off, flag=flag_at(off, "laboratory"))
    settled = {flag.laboratory for flag in selectors.flags_of(off) if flag.is_settled}
    assert settled == {code(off, cast, "colin")}
    assert {str(flag.state_label) for flag in selectors.flags_of(off) if flag.is_settled} == {
        "left out with its laboratory"
    }
    assert code(off, cast, "colin") not in set(
        selectors.open_flags_of(off).values_list("enrolment__code", flat=True)
    )
    for flag in selectors.open_flags_of(off):
        world.confirmed(cast, off, "keep", flag=flag)
    assert {str(line.what) for line in selectors.waiting_for(cast.actor("iris"))} == {"Conclude the study"}
    assert services.conclude(study_id=off.pk, actor=cast.actor("iris")).state == "concluded"


def test_a_laboratory_that_is_kept_has_its_cells_to_be_ruled_on(cast, off):
    world.confirmed(cast, off, "keep", flag=flag_at(off, "laboratory"))
    assert selectors.open_flags_of(off).count() == 2


@pytest.mark.parametrize("role", ["candidate", "incumbent"])
def test_a_cell_left_out_takes_its_laboratory_out_of_the_comparison_of_both(cast, off, role):
    lab = code(off, cast, "colin")
    assert lab in compared(off)
    world.confirmed(cast, off, flag=flag_at(off, "cochran", role))
    assert lab not in compared(off)
    (said,) = selectors.conclusions_of(off)
    assert lab in said.characteristics[0].figures_with_all["labs"]
    other = next(one for one in selectors.results_of(off) if one.role != role)
    # Its other cell still counts for that material's own precision: nobody ruled on it.
    assert lab in {one["lab"] for one in other.numbers["laboratories"]}


def test_cells_left_out_one_by_one_point_at_their_laboratory_in_the_end(cast, off):
    OutlierFlag.objects.filter(study=off, test="laboratory").delete()
    world.confirmed(cast, off, flag=flag_at(off, "cochran", "candidate"))
    assert OutlierFlag.objects.filter(study=off, test="laboratory").count() == 1


def test_the_trail_says_what_was_left_out(cast, off, slip):
    world.confirmed(cast, off, flag=flag_at(off, "laboratory"))
    world.confirmed(cast, slip, "exclude_result")
    from apps.audit.models import Entry
    from apps.core.events import REGISTRY

    told = []
    for entry in Entry.objects.filter(event="studies.FlagConfirmed").order_by("pk"):
        event = REGISTRY[entry.event].from_body(json.loads(entry.payload)["body"])
        told.append(str(event.sentence).format(**event.telling()))
    lab, other = code(off, cast, "colin"), code(slip, cast, "colin")
    assert told == [
        f"Confirmed the ruling on {lab} at every level: leave out.",
        f"Confirmed the ruling on {other} at {level(slip)}, result 3: leave out the one result.",
    ]


def test_the_database_keeps_what_a_flag_points_at(cast, off, slip):
    laboratory, cell = flag_at(off, "laboratory"), flag_at(off, "cochran", "candidate")
    result = flag_at(slip, "grubbs_within")
    for flag, wrong in (
        (laboratory, {"item": cell.item}),
        (laboratory, {"replicate": 1}),
        (laboratory, {"test": "cochran"}),
        (cell, {"item": None}),
        (cell, {"characteristic": None}),
        (cell, {"item": None, "characteristic": None}),
        (cell, {"replicate": 1}),
        (cell, {"test": "laboratory"}),
        (cell, {"test": "grubbs_within"}),
        (result, {"replicate": None}),
        (result, {"test": "cochran"}),
    ):
        with pytest.raises(IntegrityError, match="studies_flag_points_at_one_thing"), transaction.atomic():
            OutlierFlag.objects.filter(pk=flag.pk).update(**wrong)


def test_the_database_knows_the_one_result_that_is_left_out(cast, off):
    flag = world.ruled(cast, off, flag=flag_at(off, "cochran", "candidate"))
    with pytest.raises(IntegrityError, match="studies_flag_one_result_is_named"), transaction.atomic():
        OutlierFlag.objects.filter(pk=flag.pk).update(ruling="exclude_result")


@pytest.mark.parametrize("test", ["laboratory", "grubbs_within"])
def test_the_database_keeps_flags_unique(cast, off, slip, test):
    flag = flag_at(off if test == "laboratory" else slip, test)
    again = {
        name: getattr(flag, name)
        for name in ("study", "enrolment", "item", "characteristic", "replicate", "test", "verdict")
    }
    with pytest.raises(IntegrityError, match="studies_flag_once"), transaction.atomic():
        OutlierFlag.objects.create(order=99, **again)
