"""Outlying cells: the tests propose, the coordinator rules, somebody else confirms; then the study is concluded."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.studies import selectors, services
from apps.studies.models import Analysis, Enrolment, OutlierFlag, Study
from apps.studies.rules.runs import compute
from apps.studies.services.running import question_of
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(cast):
    return world.outlying(cast)


def code(study, cast, who):
    """The code of somebody's laboratory."""
    rows = Enrolment.objects.unscoped("test").filter(study=study)
    return rows.get(organisation=cast.actor(who).organisation_id).code


def level(study, role="candidate"):
    return f"{study.items.get(role=role).code}/Fe"


def events(study):
    rows = Entry.objects.filter(chain=f"study:{study.pk}").order_by("seq")
    return [name.partition(".")[2] for name in rows.values_list("event", flat=True)]


def rule(cast, study, who="iris", **changes):
    said = {"ruling": "exclude", "reason": "A slip of the pen."} | changes
    said["flag_id"] = said.get("flag_id") or world.flag_of(study).pk
    return services.rule(study_id=study.pk, actor=cast.actor(who), **said)


def test_closing_proposes_and_leaves_nothing_out(cast, study):
    (flag,) = selectors.flags_of(study)
    assert (flag.laboratory, flag.level) == (code(study, cast, "colin"), level(study))
    assert (flag.test, flag.verdict, flag.state) == ("cochran", "outlier", "proposed")
    # Four laboratories, three results: ISO 5725-2, table 4.
    assert (round(flag.critical_5, 3), round(flag.critical_1, 3)) == (0.768, 0.864)
    run = selectors.analysis_of(study)
    assert (run.number, run.excluded_cells, run.numbers_without) == (1, [], "")


def test_nobody_learns_of_flags_or_conclusions_before_closing(open_study):
    for ask in (selectors.flags_of, selectors.conclusions_of, selectors.runs_of):
        with pytest.raises(Conflict, match="not closed"):
            ask(open_study)


@pytest.mark.parametrize(("who", "refusal"), [("ike", NotAllowed), ("carol", NotAllowed), ("eve", Missing)])
def test_the_coordinator_alone_rules_and_concludes(cast, study, who, refusal):
    with pytest.raises(refusal):
        rule(cast, study, who)
    with pytest.raises(refusal):
        services.conclude(study_id=study.pk, actor=cast.actor(who))
    assert world.flag_of(study).state == "proposed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": " "}, "reason"), ({"ruling": "drop"}, "ruling"), ({"ruling": ""}, "ruling")],
)
def test_a_ruling_needs_a_word_and_a_reason(cast, study, changes, field):
    with pytest.raises(Invalid) as refusal:
        rule(cast, study, **changes)
    assert list(refusal.value.fields) == [field]


def test_a_flag_of_another_study_is_not_found(cast, study):
    other = world.closed(cast)
    flag = world.flag_of(study).pk
    with pytest.raises(Missing):
        rule(cast, other, flag_id=flag)
    with pytest.raises(Missing):
        services.confirm(study_id=other.pk, flag_id=flag, actor=cast.actor("ike"))


def test_a_ruling_waits_for_a_second_person_and_changes_nothing_yet(cast, study):
    assert rule(cast, study).state == "ruled"
    assert selectors.analysis_of(study).number == 1
    with pytest.raises(Conflict):
        rule(cast, study)
    for act in (services.confirm, services.send_back):
        more = {"reason": "Look again."} if act is services.send_back else {}
        for who, refusal in (("iris", NotAllowed), ("carol", NotAllowed), ("eve", Missing)):
            with pytest.raises(refusal):
                act(study_id=study.pk, flag_id=world.flag_of(study).pk, actor=cast.actor(who), **more)
    assert world.flag_of(study).state == "ruled"


def test_what_is_not_ruled_on_is_neither_confirmed_nor_sent_back(cast, study):
    said = {"study_id": study.pk, "flag_id": world.flag_of(study).pk, "actor": cast.actor("ike")}
    with pytest.raises(Conflict):
        services.confirm(**said)
    with pytest.raises(Conflict):
        services.send_back(**said, reason="Look again.")
    world.confirmed(cast, study, "keep")
    with pytest.raises(Conflict):
        services.confirm(**said)
    with pytest.raises(Conflict):
        services.send_back(**said, reason="Look again.")


def test_a_ruling_sent_back_is_to_be_made_again(cast, study):
    flag = world.ruled(cast, study)
    said = {"study_id": study.pk, "flag_id": flag.pk, "actor": cast.actor("ike")}
    with pytest.raises(Invalid, match="reason"):
        services.send_back(**said, reason=" ")
    back = services.send_back(**said, reason="Ask the laboratory first.")
    assert (back.state, back.ruling, back.reason, back.ruled_by, back.ruled_at) == (
        "proposed",
        "",
        "",
        None,
        None,
    )
    body = json.loads(Entry.objects.get(event="studies.FlagReturned").payload)["body"]
    assert body["reason"] == "Ask the laboratory first."
    assert world.confirmed(cast, study, "keep").state == "confirmed"


def test_a_cell_that_is_kept_makes_no_new_run(cast, study):
    world.confirmed(cast, study, "keep")
    assert [run.number for run in selectors.runs_of(study)] == [1]
    assert selectors.analysis_of(study).excluded_cells == []
    assert events(study)[-2:] == ["FlagRuled", "FlagConfirmed"]


def test_a_confirmed_exclusion_makes_a_run_with_and_without(cast, study):
    before = selectors.analysis_of(study)
    world.confirmed(cast, study)
    run = selectors.analysis_of(study)
    cell = (code(study, cast, "colin"), level(study))
    assert (run.number, run.excluded_cells) == (2, [cell])
    assert run.numbers == before.numbers
    (without,) = [one for one in json.loads(run.numbers_without)["levels"] if one["level"] == cell[1]]
    assert without["labs"] == 3
    assert events(study)[-3:] == ["FlagRuled", "FlagConfirmed", "AnalysisRun"]
    assert Analysis.objects.get(study=study, number=1).inputs_sha256 == before.inputs_sha256


def test_the_standing_figures_are_those_without_and_name_the_ruling(cast, study):
    world.confirmed(cast, study)
    candidate, incumbent = selectors.results_of(study)
    assert (candidate.numbers["labs"], candidate.numbers_with_all["labs"]) == (3, 4)
    (gone,) = candidate.left_out
    assert (gone.laboratory, gone.reason) == (code(study, cast, "colin"), "A slip of the pen.")
    assert gone.ruled_by == cast.actor("iris").pseudonym
    assert gone.confirmed_by == cast.actor("ike").pseudonym
    assert candidate.numbers["s_r"] < candidate.numbers_with_all["s_r"]
    assert (incumbent.numbers["labs"], incumbent.numbers_with_all, incumbent.left_out) == (4, None, ())
    # Every result stays to be seen.
    assert len(candidate.dots) == 4


def test_flags_stay_as_they_are_and_new_ones_are_appended(cast, study):
    first = world.confirmed(cast, study)
    flags = selectors.flags_of(study)
    assert [(flag.laboratory, flag.state) for flag in flags] == [
        (code(study, cast, "colin"), "confirmed"),
        (code(study, cast, "carol"), "proposed"),
    ]
    assert (flags[0].ruling, flags[0].reason) == (first.ruling, first.reason)
    world.confirmed(cast, study, flag=world.flag_of(study, flags[1].laboratory))
    assert selectors.analysis_of(study).number == 3
    assert len(selectors.analysis_of(study).excluded_cells) == 2


def test_a_flag_that_was_kept_is_not_proposed_again_by_a_later_run(cast, study):
    world.confirmed(cast, study)
    world.confirmed(cast, study, "keep")
    assert [flag.state for flag in selectors.flags_of(study)] == ["confirmed", "confirmed"]
    assert selectors.analysis_of(study).number == 2


def test_two_people_may_rule_and_confirm_in_turn_but_never_their_own(cast, study):
    from apps.sharing.rights import allow

    allow(cast.ike, "coordinate_study", study)
    rule(cast, study, "ike")
    said = {"study_id": study.pk, "flag_id": world.flag_of(study).pk}
    with pytest.raises(NotAllowed, match="Somebody else"):
        services.confirm(**said, actor=cast.actor("ike"))
    assert services.confirm(**said, actor=cast.actor("iris")).state == "confirmed"


def test_the_same_inputs_give_the_same_bytes_for_every_run(cast, study):
    world.confirmed(cast, study)
    inputs, question = selectors.inputs_of(study), question_of(study)
    for run in selectors.runs_of(study):
        fresh = compute(inputs[::-1], run.excluded_cells, question)
        assert (fresh.inputs_sha256, fresh.numbers) == (run.inputs_sha256, run.numbers)
        assert (fresh.numbers_without, fresh.conclusions) == (run.numbers_without, run.conclusions)


def test_the_conclusion_is_read_with_and_without(cast, study):
    world.confirmed(cast, study)
    (said,) = selectors.conclusions_of(study)
    (one,) = said.characteristics
    assert (said.decision, said.decision_with_all, said.depends_on_exclusions) == (
        "equivalent",
        "equivalent",
        False,
    )
    assert (len(one.figures["labs"]), len(one.figures_with_all["labs"])) == (3, 4)
    world.confirmed(cast, study)
    (said,) = selectors.conclusions_of(study)
    # Two laboratories are left with both materials: no decision, and the reader is told why.
    assert (said.decision, said.characteristics[0].why, said.depends_on_exclusions) == (
        None,
        "few_laboratories",
        True,
    )


def test_is_not_concluded_while_a_flag_is_open(cast, study):
    said = {"study_id": study.pk, "actor": cast.actor("iris")}
    with pytest.raises(Conflict, match="1 outlying"):
        services.conclude(**said)
    world.ruled(cast, study, "keep")
    with pytest.raises(Conflict, match="1 outlying"):
        services.conclude(**said)
    services.confirm(study_id=study.pk, flag_id=world.flag_of(study).pk, actor=cast.actor("ike"))
    done = services.conclude(**said)
    assert (done.state, done.concluded_at is not None) == ("concluded", True)
    with pytest.raises(Conflict):
        services.conclude(**said)
    body = json.loads(Entry.objects.get(event="studies.StudyConcluded").payload)["body"]
    assert body["number"] == 1


def test_nothing_is_ruled_after_the_conclusion(cast, study):
    world.confirmed(cast, study, "keep")
    services.conclude(study_id=study.pk, actor=cast.actor("iris"))
    flag = world.flag_of(study).pk
    with pytest.raises(Conflict):
        rule(cast, study)
    for act, more in ((services.confirm, {}), (services.send_back, {"reason": "Again."})):
        with pytest.raises(Conflict):
            act(study_id=study.pk, flag_id=flag, actor=cast.actor("ike"), **more)
    assert selectors.results_of(study)


def checked(capsys, *said):
    try:
        call_command("recheck_analysis", "--json", *said)
    except CommandError as failed:
        return str(failed), json.loads(capsys.readouterr().out)
    return "", json.loads(capsys.readouterr().out)


def test_recheck_computes_every_run_again(cast, study, capsys):
    world.confirmed(cast, study)
    failed, found = checked(capsys)
    assert failed == ""
    assert [(one["number"], one["holds"]) for one in found] == [(1, True), (2, True)]


@pytest.mark.parametrize(
    ("field", "value", "broken"),
    [
        ("numbers", "{}", "numbers_hold"),
        ("numbers_without", "{}", "numbers_hold"),
        ("conclusions", "[]", "conclusions_hold"),
        ("scores", "[]", "scores_hold"),
        ("inputs_sha256", "0" * 64, "inputs_hold"),
    ],
)
def test_recheck_names_the_run_that_does_not_hold(cast, study, capsys, field, value, broken):
    world.confirmed(cast, study)
    Analysis.objects.filter(study=study, number=1).update(**{field: value})
    failed, (first, second) = checked(capsys, study.reference)
    assert failed == f"{study.reference} run 1: does not follow from its inputs."
    assert [name for name, holds in first.items() if name.endswith("_hold") and not holds] == [broken]
    assert (first[broken], first["holds"], second["holds"]) == (False, False, True)


def test_recheck_tells_a_conclusion_in_other_words(study, capsys):
    Analysis.objects.filter(study=study).update(
        conclusions=Analysis.objects.get(study=study).conclusions.replace("equivalent", "different")
    )
    failed, (found,) = checked(capsys)
    assert "run 1" in failed
    assert (found["inputs_hold"], found["conclusions_hold"]) == (True, False)


def test_a_certifying_study_closes_with_three_laboratories_and_counts_received_samples(cast):
    study = world.outlying(cast, certifying=True)
    assert study.state == "closed"
    assert selectors.analysis_of(study).conclusions != "[]"


def test_a_certifying_study_does_not_close_with_two_laboratories(cast):
    from decimal import Decimal

    study = world.with_characteristics(
        cast,
        world.planned(cast, certifying=True),
        ["Fe"],
        margin_low=Decimal("0.1"),
        margin_high=Decimal("0.1"),
    )
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    world.enrolled(cast, study, "carol", "colin", "bob")
    # Not received yet: the sheet may not name them.
    assert world.hand_in(cast, study, "carol").faults[0]["code"] == "unknown_sample"
    world.received(cast, study)
    for who in ("carol", "colin"):
        assert world.hand_in(cast, study, who).state == "taken"
    with pytest.raises(Conflict, match="Three laboratories must have handed in"):
        services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    assert world.hand_in(cast, study, "bob").state == "taken"
    assert services.close_study(study_id=study.pk, actor=cast.actor("iris")).state == "closed"


def test_the_database_keeps_one_run_of_a_number(study):
    run = Analysis.objects.get(study=study)
    with pytest.raises(IntegrityError), transaction.atomic():
        Analysis.objects.create(study=study, number=1, numbers=run.numbers, inputs_sha256=run.inputs_sha256)


def test_the_database_keeps_rulings_whole_and_by_two_people(cast, study):
    iris, ike = cast.actor("iris").pseudonym, cast.actor("ike").pseudonym
    flag = world.flag_of(study)
    rows = OutlierFlag.objects.filter(pk=flag.pk)
    whole = {"state": "confirmed", "ruling": "keep", "reason": "Seen.", "ruled_by": iris, "confirmed_by": ike}
    for wrong in (
        {"state": "ruled"},
        {"ruling": "keep"},
        {"ruled_by": iris},
        {"state": "ruled", "ruling": "keep", "ruled_by": iris},
        {"state": "ruled", "ruling": "keep", "reason": "Seen."},
        {"state": "ruled", "ruling": "drop", "reason": "Seen.", "ruled_by": iris},
        whole | {"state": "ruled"},
        whole | {"confirmed_by": iris},
        whole | {"confirmed_by": None},
        whole | {"reason": ""},
        whole | {"ruling": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    rows.update(**whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutlierFlag.objects.create(
            study=study,
            enrolment=flag.enrolment,
            item=flag.item,
            characteristic=flag.characteristic,
            test=flag.test,
            verdict="outlier",
            order=9,
        )


def test_the_database_keeps_the_day_of_the_conclusion(cast, study):
    rows = Study.objects.unscoped("test").filter(pk=study.pk)
    for wrong in ({"state": "concluded"}, {"concluded_at": cast.actor("iris").now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
