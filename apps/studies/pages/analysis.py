"""The analysis of a closed study."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.selectors import names_of
from apps.core.errors import Words
from apps.studies import selectors
from apps.studies.documents import figures, tables, words
from apps.studies.documents.csv_files import numbers_file
from apps.studies.documents.notes import sentence
from apps.studies.pages.frame import found
from apps.studies.pages.sheets import csv_answer
from apps.studies.projections import CharacteristicResult
from apps.studies.projections.results import pair_of


@dataclass(frozen=True)
class Choice:
    """One characteristic in the list on the left."""

    label: str
    item: str
    url: str
    current: bool
    tone: str
    verdict: Words


@member_page()
def analysis(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show the figures of one characteristic beside the list of all."""
    study, context = found(request, study_id, "analysis")
    analysed = selectors.analysed(study)
    results = analysed.figures
    asked = request.GET.get("level", "")
    chosen = next((one for one in results if one.level == asked), results[0] if results else None)
    own = context["study"].own
    context |= {
        "stored": analysed.run,
        "choices": [_choice(study_id, one, current=one is chosen) for one in results],
        "without_numbers": sorted(analysed.without_numbers.items()),
        "own_code": own.code if own else "",
        "chosen": _shown(selectors.with_dots(study, chosen), results, own.code if own else "")
        if chosen
        else None,
    }
    if chosen:
        tells = study.convener_id == request.actor.organisation_id
        context["chosen"]["left_out"] = _left_out(chosen, tells=tells)
    return render(request, "studies/analysis.html", context)


@member_page()
def numbers(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Give the numbers of the analysis as a CSV file."""
    study = selectors.study_for(request.actor, study_id)
    return csv_answer(numbers_file(selectors.results_of(study)), f"{study.reference}-analysis.csv")


def _choice(study_id: UUID, result: CharacteristicResult, *, current: bool) -> Choice:
    verdict, tone = words.AGAINST[result.against]
    address = reverse("studies:analysis", args=[study_id])
    url = f"{address}?{urlencode({'level': result.level})}"
    return Choice(result.name, result.item_code, url, current, tone, verdict)


def _shown(
    result: CharacteristicResult, results: Sequence[CharacteristicResult], own_code: str
) -> dict[str, Any]:
    verdict, tone = words.AGAINST[result.against]
    mandel = figures.mandel_figure(result, own_code)
    pair = pair_of(result, results)
    return {
        "result": result,
        "verdict": verdict,
        "tone": tone,
        "sentence": words.verdict_sentence(result),
        "dots": figures.dots_figure(result, own_code),
        "mandel": mandel,
        "density": figures.density_figure(result, own_code),
        "youden": figures.youden_figure(*pair, own_code) if pair else None,
        "precision": tables.precision_lines(result),
        "outliers": tables.outlier_table(result),
        "laboratories": (mandel.columns, mandel.rows)
        if mandel
        else tables.laboratory_table(result, own_code),
        "outlier_notes": tables.outlier_notes(result),
        "notes": [sentence(note) for note in _notes(result)],
    }


def _left_out(result: CharacteristicResult, *, tells: bool) -> list[dict[str, Any]]:
    """Give the cells left out; who ruled and confirmed is named to their own organisation."""
    people = [person for one in result.left_out for person in (one.ruled_by, one.confirmed_by)]
    names = names_of(people, []).people if tells and people else {}
    return [
        asdict(one)
        | {
            "what": words.left_out_word(one),
            "ruler": names.get(one.ruled_by),
            "second": names.get(one.confirmed_by),
        }
        for one in result.left_out
    ]


def _notes(result: CharacteristicResult) -> list[dict[str, str]]:
    own = [result.numbers["h_note"], result.numbers["k_note"]]
    return [*result.numbers["notes"], *(note for note in own if note)]
