"""The private page of a laboratory: its own scores, among others that are codes."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.entrance import SignedInRequest, member_page
from apps.core.figure import Figure
from apps.studies import selectors
from apps.studies.documents import score_tables
from apps.studies.documents.figures import profile_figure, z_figure
from apps.studies.documents.notes import sentence_of
from apps.studies.documents.score_words import WORDS, findings
from apps.studies.pages.analysis import Choice
from apps.studies.pages.frame import found
from apps.studies.projections.scores import OwnScore, OwnScores


@member_page()
def mine(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show my laboratory how it lies at each characteristic, and over all."""
    study, context = found(request, study_id, "mine")
    scores = selectors.own_scores(request.actor, study)
    asked = request.GET.get("level", "")
    first = scores.levels[0] if scores.levels else None
    chosen = next((one for one in scores.levels if one.level == asked), first)
    context |= {
        "scores": scores,
        "findings": findings(scores),
        "table": score_tables.score_table(scores.levels),
        "notes": sorted({sentence_of(one.note) for one in scores.levels if one.note}),
        "choices": [_choice(study_id, one, current=one is chosen) for one in scores.levels],
        "chosen": _shown(chosen, scores.code) if chosen else None,
        "profiles": [one for one in (_profile("h", scores), _profile("k", scores)) if one],
    }
    return render(request, "studies/mine.html", context)


def _choice(study_id: UUID, one: OwnScore, *, current: bool) -> Choice:
    word, tone = WORDS[one.best.word]
    url = f"{reverse('studies:mine', args=[study_id])}?{urlencode({'level': one.level})}#chosen"
    return Choice(one.result.name, one.result.item_code, url, current, tone, word)


def _shown(one: OwnScore, code: str) -> dict[str, Any]:
    preferred: Any = one.preferred
    name = f"{one.result.name} ({one.result.item_code})"
    picture = z_figure(name, one.others, preferred=preferred, own_code=code) if one.others else None
    return {"score": one, "picture": picture, "basis": score_tables.basis_lines(one)}


def _profile(kind: Any, scores: OwnScores) -> Figure | None:
    """Draw h or k over all levels, with the limits that most levels have."""
    limits = [limit for one in scores.levels if (limit := _limits(kind, one, scores.code))]
    if not limits:
        return None
    (at_5, at_1), _count = Counter(limits).most_common(1)[0]
    levels = [(f"{one.result.name} {one.result.item_code}", getattr(one, kind)) for one in scores.levels]
    return profile_figure(kind, levels, own_code=scores.code, at_5=at_5, at_1=at_1)


def _limits(kind: str, one: OwnScore, code: str) -> tuple[float, float] | None:
    numbers = one.result.numbers_with_all or one.result.numbers
    found = numbers["h_critical"]
    if kind == "k":
        found = next(cell["k_critical"] for cell in numbers["laboratories"] if cell["lab"] == code)
    return (found["five_percent"], found["one_percent"]) if found else None
