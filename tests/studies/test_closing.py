"""Closing, the analysis, and computing it again."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from apps.audit.models import Entry
from apps.core.errors import Conflict
from apps.studies import selectors, services
from apps.studies.models import Analysis, Cell
from apps.studies.rules.runs import compute
from apps.studies.services.running import question_of
from apps.studies.statistics import EDITION, ENGINE_VERSION
from tests.studies import world

pytestmark = pytest.mark.django_db


def test_does_not_close_before_two_laboratories_have_handed_in(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    world.hand_in(cast, open_study, "carol")
    world.hand_in(cast, open_study, "colin", b"junk")
    with pytest.raises(Conflict, match="Two laboratories must have handed in"):
        services.close_study(study_id=open_study.pk, actor=cast.actor("iris"))


def test_keeps_engine_edition_and_the_hash_of_what_went_in(cast, closed_study):
    analysis = Analysis.objects.get(study=closed_study)
    entry = Entry.objects.get(event="studies.StudyClosed")
    assert (analysis.engine_version, analysis.edition) == (ENGINE_VERSION, EDITION)
    assert json.loads(entry.payload)["body"]["inputs_sha256"] == analysis.inputs_sha256
    assert (
        analysis.inputs_sha256
        == compute(selectors.inputs_of(closed_study), [], question_of(closed_study)).inputs_sha256
    )


def test_gives_the_same_bytes_for_the_same_inputs_in_any_order(closed_study):
    inputs = selectors.inputs_of(closed_study)
    question = question_of(closed_study)
    assert compute(inputs, [], question) == compute(list(reversed(inputs)), [], question)


def test_counts_the_digits_as_reported(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    world.hand_in(cast, open_study, "carol", world.sheet(open_study, "0.050"))
    world.hand_in(cast, open_study, "colin", world.sheet(open_study, "0.0500"))
    services.close_study(study_id=open_study.pk, actor=cast.actor("iris"))
    assert {result.numbers["step"] for result in selectors.results_of(open_study)} == {0.0001}


def test_takes_no_limit_for_a_number_and_says_so_at_each_level(cast, open_study, client):
    world.enrolled(cast, open_study, "carol", "colin")
    candidate, incumbent = world.item_codes(open_study)
    rows = [
        f"{candidate},Fe,{at},{value},{world.UNIT}"
        for at, value in enumerate(("0.050", "0.052", "<0.010"), 1)
    ]
    rows += [
        f"{incumbent},Fe,{at},{value},{world.UNIT}" for at, value in enumerate(("<0.010", "ND", ">4"), 1)
    ]
    for who in ("carol", "colin"):
        world.hand_in(cast, open_study, who, "\n".join([world.HEADER, *rows]).encode())
    study = services.close_study(study_id=open_study.pk, actor=cast.actor("iris"))
    (level,) = selectors.results_of(selectors.study_for(cast.actor("carol"), study.pk))
    assert (level.numbers["mean"], level.numbers["results"]) == (pytest.approx(0.051), 4)
    (note,) = [note for note in level.numbers["notes"] if note["code"] == "censored_results"]
    assert note["text"].endswith("left out of these figures: 2.")
    assert selectors.analysed(study).without_numbers == {f"{incumbent}/Fe": 6}
    client.force_login(cast.carol)
    said = client.get(reverse("studies:analysis", args=[study.pk])).content.decode()
    assert "are no numbers and left out of these figures: 2." in said
    assert f"{incumbent}/Fe: no figures. Its results are limits, or nothing was detected: 6." in said
    inputs = selectors.inputs_of(study)
    assert len(inputs) == 12
    assert {(qualifier, digits) for _lab, _level, _at, qualifier, digits in inputs} >= {
        ("ND", ""),
        ("<", "0.010"),
        (">", "4"),
    }


def test_gives_results_in_the_order_of_the_protocol_the_candidate_first(cast, closed_study):
    results = selectors.results_of(closed_study)
    assert [(one.role, one.code) for one in results] == [
        ("candidate", "Fe"),
        ("candidate", "Cu"),
        ("incumbent", "Fe"),
        ("incumbent", "Cu"),
    ]
    first = results[0]
    assert first.material_id == cast.candidate.pk
    assert (first.unit, first.method, first.lower, first.upper) == (
        world.UNIT,
        "ICP-OES",
        Decimal("0.01"),
        Decimal(5),
    )
    assert first.numbers["level"] == f"{first.item_code}/Fe"
    assert [len(values) for _code, values in first.dots] == [3, 3, 3]


def test_says_nothing_before_closing(cast, open_study):
    for ask in (selectors.results_of, selectors.analysis_of):
        with pytest.raises(Conflict, match="not closed"):
            ask(open_study)


def test_recheck_holds_for_what_was_stored(closed_study, capsys):
    call_command("recheck_analysis", "--json")
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["reference"], said["holds"]) == (closed_study.reference, True)


def test_recheck_tells_a_changed_result_and_a_changed_number(closed_study, capsys):
    with connection.cursor() as cursor:  # as an operator with the keys of the database could
        cursor.execute("SET LOCAL session_replication_role = replica")
    Cell.objects.filter(pk=Cell.objects.order_by("pk").first().pk).update(reported=["9.9"])
    with pytest.raises(CommandError, match="does not follow"):
        call_command("recheck_analysis", closed_study.reference, "--json")
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["inputs_hold"], said["numbers_hold"]) == (False, False)


def test_recheck_of_an_unknown_study_says_so(open_study):
    with pytest.raises(CommandError, match="no closed study"):
        call_command("recheck_analysis", open_study.reference)
