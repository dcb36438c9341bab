"""What the report of a closed study says, in the reader's language: the same for the page and for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.errors import Words
from apps.core.figure import Figure
from apps.core.templatetags.figures import day, moment
from apps.studies.documents import conclusion
from apps.studies.documents.notes import sentence
from apps.studies.documents.protocol_words import OUTLIER_RULE
from apps.studies.documents.reports import course, tables
from apps.studies.documents.reports.pictures import LevelPictures, forests_of, levels_drawn, levels_missing
from apps.studies.documents.tables import Table
from apps.studies.models import Publication
from apps.studies.projections.flags import ComparedView, ConclusionView
from apps.studies.projections.reports import ReportFacts

MOST_NOTES: Final = 30
MOST_LEVELS_NAMED: Final = 8


@dataclass(frozen=True, kw_only=True)
class Concluded:
    """One candidate against the incumbent."""

    view: ConclusionView
    word: Words
    tone: str
    sentence: str
    table: Table
    bound: str
    notes: Sequence[str]
    pictures: Sequence[Figure]
    pictures_bounds: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A report, part by part. `…_bound` says what a table leaves to the files beside it; empty if nothing.

    `is_draft` until the study is concluded; `standing` says it in a line for every page of the paper.
    """

    facts: ReportFacts
    is_draft: bool
    draft: str
    standing: str
    asked: Sequence[tuple[Words, Words]]
    protocol: Table
    protocol_bound: str
    took_part: str
    codes: str
    checks: Table
    conclusions: Sequence[Concluded]
    precision: Table
    precision_bound: str
    levels: Sequence[LevelPictures]
    levels_bound: str
    exclusions: Table
    exclusions_bound: str
    rulings: Table
    rulings_bound: str
    notes: Sequence[str]
    runs: Table
    recompute: Sequence[tuple[Words, str]]


def contents_of(facts: ReportFacts) -> Contents:
    """Write the report of a study in the active language."""
    is_large = len(facts.results) > tables.MOST_LEVELS
    precision = tables.summary_table if is_large else tables.precision_table
    most = tables.MOST_IN_SHORT if is_large else tables.MOST_ROWS
    return Contents(
        facts=facts,
        is_draft=facts.concluded_at is None,
        draft=_draft(facts.open_rulings) if facts.concluded_at is None else "",
        standing=standing_of(facts),
        asked=_asked(facts),
        protocol=tables.protocol_table(facts.characteristics, most),
        protocol_bound=_bound(len(facts.characteristics), most),
        took_part=_took_part(facts),
        codes=", ".join(facts.laboratories),
        checks=course.check_table(facts.checks),
        conclusions=[_concluded(view) for view in facts.conclusions],
        precision=precision(facts.results),
        precision_bound=_summarised(len(facts.results)) if is_large else "",
        levels=levels_drawn(facts.pictured, facts.results),
        levels_bound=levels_missing(len(facts.pictured), len(facts.results)),
        exclusions=tables.exclusion_table(facts.results),
        exclusions_bound=_bound(len(tables.with_exclusions(facts.results)), tables.MOST_ROWS),
        rulings=course.ruling_table(facts.flags),
        rulings_bound=_bound(len(facts.flags), tables.MOST_ROWS),
        notes=_notes(facts),
        runs=course.run_table(facts.runs),
        recompute=course.recompute_lines(facts.reference),
    )


def standing_of(facts: ReportFacts) -> str:
    """Say how final the report is."""
    values = {"run": facts.run.number, "open": facts.open_rulings, "day": day(facts.concluded_at)}
    if facts.concluded_at is None:
        return _("Draft of run %(run)s, rulings open: %(open)s") % values
    return _("Concluded on %(day)s with run %(run)s") % values


def _draft(waiting: int) -> str:
    if not waiting:
        return _("This is a draft: the study is not concluded.")
    return ngettext(
        "This is a draft: the study is not concluded, and %(count)s outlying cell waits for a ruling or its"
        " confirmation.",
        "This is a draft: the study is not concluded, and %(count)s outlying cells wait for a ruling or its"
        " confirmation.",
        waiting,
    ) % {"count": waiting}


def _asked(facts: ReportFacts) -> list[tuple[Words, Words]]:
    newest = facts.versions[-1]
    said: list[tuple[Words, Words]] = [
        (_("Purpose"), facts.purpose or _("not stated")),
        (
            _("Kind"),
            _("A certificate shall rest on it") if facts.certifying else _("Comparison, no certificate"),
        ),
        *((capfirst(str(item.role_label)), f"{item.material} ({item.code})") for item in facts.items),
        (
            _("Design"),
            _("replicates in each laboratory: %(replicates)s; laboratories wanted: %(wanted)s")
            % {"replicates": facts.replicates, "wanted": facts.laboratories_wanted},
        ),
        (_("Opened"), moment(facts.opened_at)),
        (_("Closed"), moment(facts.closed_at)),
        (
            _("Protocol"),
            _("version %(number)s, locked on %(at)s")
            % {"number": newest.number, "at": moment(newest.locked_at)},
        ),
        (_("Protocol (SHA-256)"), newest.sha256),
    ]
    if facts.margins_locked_at:
        said.append((_("Margins locked"), moment(facts.margins_locked_at)))
    said += [
        (
            _("Amendment %(number)s") % {"number": one.number},
            f"{moment(one.locked_at)}: {one.reason}",
        )
        for one in facts.versions[1:]
    ]
    return [
        *said,
        (_("Outliers"), OUTLIER_RULE),
        (_("The public may read"), Publication(facts.publication).label),
    ]


def _took_part(facts: ReportFacts) -> str:
    count = len(facts.laboratories)
    return ngettext(
        "%(count)s laboratory handed in results that count. It stands here by its code.",
        "%(count)s laboratories handed in results that count. They stand here by their codes.",
        count,
    ) % {"count": count}


def _concluded(view: ConclusionView) -> Concluded:
    word, tone = conclusion.decision_word(view)
    told = _told(view.characteristics)
    left = len(view.characteristics) - len(told)
    pictures, bounds = forests_of(view)
    columns, rows = conclusion.comparison_table(view)
    kept = [row for row, one in zip(rows, view.characteristics, strict=True) if one in told]
    return Concluded(
        view=view,
        word=word,
        tone=tone,
        sentence=conclusion.conclusion_sentence(view),
        table=(columns, kept),
        bound=_bound(len(told) + left, len(told)),
        notes=conclusion.open_notes(view)[:MOST_NOTES],
        pictures=pictures,
        pictures_bounds=bounds,
    )


def _told(characteristics: Sequence[ComparedView]) -> list[ComparedView]:
    """Give the characteristics that are told one by one: of many, first those that do not hold."""
    ordered = sorted(characteristics, key=lambda one: one.holds)
    chosen = ordered[: tables.MOST_ROWS]
    return [one for one in characteristics if one in chosen]


def _notes(facts: ReportFacts) -> list[str]:
    """Give what the engine says beside the figures, each sentence once with where it holds."""
    told: dict[str, list[str]] = {}
    for one in facts.results:
        numbers = one.numbers
        for note in (*numbers["notes"], *filter(None, (numbers["h_note"], numbers["k_note"]))):
            places = told.setdefault(sentence(note), [])
            if (place := f"{one.name} ({one.item_code})") not in places:
                places.append(place)
    said = [f"{_places(places, len(facts.results))}: {words}" for words, places in told.items()]
    for level, count in sorted(facts.without_numbers.items()):
        said.append(
            _("%(level)s: no figures. Its results are limits, or nothing was detected: %(count)s.")
            % {"level": level, "count": count}
        )
    return said[:MOST_NOTES]


def _places(places: Sequence[str], everywhere: int) -> str:
    if len(places) == everywhere and everywhere > 1:
        return _("All levels")
    if len(places) > MOST_LEVELS_NAMED:
        return _("%(count)s levels") % {"count": len(places)}
    return ", ".join(places)


def _bound(count: int, shown: int) -> str:
    if count <= shown:
        return ""
    return _("%(shown)s of %(count)s are shown; all stand in the files that go with this report.") % {
        "shown": shown,
        "count": count,
    }


def _summarised(levels: int) -> str:
    return _(
        "This study has %(levels)s levels (a material and a characteristic each): the table gives a summary of"
        " each characteristic, and every level stands in the CSV file that goes with this report."
    ) % {"levels": levels}
