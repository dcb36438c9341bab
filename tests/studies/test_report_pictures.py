"""The pictures of a report: every kind on page and paper, bounded, and what is left out is said."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.core.actor import system_actor
from apps.studies import selectors, services
from apps.studies.documents.reports import paper as printing
from apps.studies.documents.reports import pictures, tables
from apps.studies.documents.reports.contents import contents_of
from apps.studies.models import Analysis
from apps.studies.projections.pictured import MOST_PICTURED, levels_to_draw, preferred_scores
from tests.studies import world
from tests.studies.picture_data import conclusion

pytestmark = pytest.mark.django_db

CALM = {
    "carol": (("1.004", "1.005", "1.006"), ("1.003", "1.005", "1.007")),
    "colin": (("1.000", "1.002", "1.001"), ("1.001", "1.000", "1.003")),
    "bob": (("1.001", "1.002", "1.003"), ("1.000", "1.001", "1.002")),
    "hana": (("1.007", "1.008", "1.009"), ("1.008", "1.006", "1.007")),
}
KINDS = {"LabDots", "MandelBars", "DensityCurve", "Youden", "ScoreBars"}


def report(cast, study):
    return contents_of(selectors.report_of(selectors.study_for(cast.actor("hana"), study.pk)))


def kinds(level):
    return {type(figure.chart).__name__ for figure in level.pictures}


def test_page_and_paper_draw_every_kind_from_one_figure(client, cast):
    study = world.outlying(cast, CALM)
    said = report(cast, study)
    assert (len(said.levels), said.levels_bound) == (2, "")
    assert set().union(*map(kinds, said.levels)) == KINDS
    assert "Youden" not in kinds(said.levels[0])
    for level in said.levels:
        (item,) = {figure.title.partition(", ")[0] for figure in level.pictures}
        assert f"({item})" in level.heading
    client.force_login(cast.hana)
    page = client.get(reverse("studies:report", args=[study.pk])).content.decode()
    row = services.order_paper(study_id=study.pk, language="en", actor=cast.actor("hana"))
    printing_of = services.begin_paper(paper_id=row.pk, actor=system_actor())
    on_paper = printing.render_to_string(
        "studies/report_paper.html",
        {"report": contents_of(printing_of.facts), "printed_at": printing_of.ordered_at},
    )
    for level in said.levels:
        for figure in level.pictures:
            assert figure.svg in page
            assert figure.paper_svg in on_paper


def test_the_scores_drawn_are_those_of_the_run_and_nothing_else_of_it(cast):
    study = world.outlying(cast)
    drawn = selectors.report_of(selectors.study_for(cast.actor("hana"), study.pk)).pictured
    stored = json.loads(Analysis.objects.get(study=study).scores)
    by_level = {one["level"]: one for one in stored}
    for one in drawn:
        level = by_level[one.result.level]
        pairs = zip(level["scores"]["lab"], level["scores"][one.preferred], strict=True)
        assert dict(one.scores) == {lab: value for lab, value in pairs if value is not None}
        assert one.preferred in {"z", "z_prime"}
    assert preferred_scores(stored[0] | {"preferred": None}) == (None, ())


def test_of_a_large_study_the_least_clear_levels_are_drawn_and_it_says_so(cast):
    study = world.of_many(cast, 10)
    said = report(cast, study)
    assert len(said.levels) == MOST_PICTURED
    assert f"{MOST_PICTURED} of 20 levels are drawn here" in said.levels_bound
    assert "Forest plots are here for 3 of 10 characteristics" in said.conclusions[0].pictures_bounds[0]
    assert all(figure.chart.laboratories for level in said.levels for figure in level.pictures[:1])


def test_what_does_not_hold_is_drawn_first(cast):
    study = world.of_many(cast, 10)
    facts = selectors.report_of(selectors.study_for(cast.actor("hana"), study.pk))
    (view,) = facts.conclusions
    changed = [
        replace(one, decision="different") if one.code == "C7" else one for one in view.characteristics
    ]
    drawn = levels_to_draw(facts.results, [replace(view, characteristics=tuple(changed))])
    assert [one.code for one in drawn[:2]] == ["C7", "C7"]
    assert [one.role for one in drawn[:2]] == ["incumbent", "candidate"]


def many_laboratories(count):
    return [
        (
            f"L{lab:02}",
            material,
            replicate,
            Decimal(f"{10 + shift + (lab * 7 % 11) / 100 + replicate / 100:.2f}"),
        )
        for lab in range(1, count + 1)
        for material, shift in (("A", 0), ("B", 0.02))
        for replicate in (1, 2)
    ]


def test_a_forest_plot_of_too_many_laboratories_is_not_dropped_in_silence():
    for count, drawn in ((pictures.MOST_LABORATORIES, 1), (pictures.MOST_LABORATORIES + 1, 0)):
        view, _one = conclusion(many_laboratories(count), "A", "B", low=1, high=1)
        figures, said = pictures.forests_of(view)
        assert (len(figures), len(said)) == (drawn, 1 - drawn)
    assert "More than 40 laboratories do not fit" in said[0]


def test_exclusions_that_the_table_does_not_hold_are_told_of(cast, monkeypatch):
    study = world.outlying(cast)
    world.confirmed(cast, study)
    assert report(cast, study).exclusions_bound == ""
    monkeypatch.setattr(tables, "MOST_ROWS", 0)
    said = report(cast, study)
    assert said.exclusions_bound.startswith("0 of 1 are shown")
    assert said.exclusions[1] == []
