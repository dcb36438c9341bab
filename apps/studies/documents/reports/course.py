"""What led to the figures, as tables of the report: checks of the items, rulings, runs."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from apps.core.errors import Words
from apps.core.figure import Cell, Column, Row
from apps.core.templatetags.figures import moment, number
from apps.studies.documents.reports.tables import MOST_ROWS
from apps.studies.documents.tables import Table, flag_tests, verdict_cell
from apps.studies.projections.flags import FlagView
from apps.studies.projections.reports import Run
from apps.studies.projections.samples import CheckView
from apps.studies.rules.excluded import Excluded

MOST_CELLS_NAMED: Final = 6


def ruling_table(flags: Sequence[FlagView]) -> Table:
    """Give the cells that the tests point at, what was ruled, and why; open ones first."""
    columns = [
        Column(_("Laboratory")),
        Column(_("Characteristic")),
        Column(_("Test")),
        Column(_("Statistic"), numeric=True),
        Column(_("Limit (1 %)"), numeric=True),
        Column(_("Verdict")),
        Column(_("Ruling and reason")),
    ]
    names = flag_tests()
    ordered = sorted(flags, key=lambda flag: flag.state == "confirmed")
    return columns, [_ruling(flag, names) for flag in ordered[:MOST_ROWS]]


def _ruling(flag: FlagView, names: dict[str, str]) -> Row:
    ruled = f"{flag.ruling_label}: {flag.reason}" if flag.ruling else ""
    state = f"{ruled} ({flag.state_label})" if ruled and flag.state != "confirmed" else ruled
    return Row(
        [
            Cell(flag.laboratory),
            Cell(pointed_at(flag)),
            Cell(names.get(flag.test, flag.test)),
            Cell(number(flag.statistic, 3), numeric=True),
            Cell(number(flag.critical_1, 3), numeric=True),
            verdict_cell(flag.verdict),
            Cell(state or flag.state_label),
        ]
    )


def pointed_at(flag: FlagView) -> str:
    """Say what a flag points at: a characteristic of an item, one result of it, or all of them."""
    if not flag.level:
        return _("all")
    place = f"{flag.characteristic} ({flag.item_code})"
    return place if flag.replicate is None else f"{place}, {_('result %s') % flag.replicate}"


def check_table(checks: Sequence[CheckView]) -> Table:
    """Give the checks of the items before their samples left."""
    columns = [
        Column(label)
        for label in (
            _("Item"),
            _("Check"),
            _("Characteristic"),
            _("Verdict"),
            _("Reason"),
            _("Recorded"),
        )
    ]
    return columns, [
        Row(
            [
                Cell(f"{one.item_code} {one.material}"),
                Cell(one.kind_label),
                Cell(one.characteristic or _("all")),
                Cell(one.verdict_label, tone=one.tone),
                Cell(one.reason),
                Cell(moment(one.recorded_at)),
            ]
        )
        for one in checks[:MOST_ROWS]
    ]


def run_table(runs: Sequence[Run]) -> Table:
    """Give the runs of the analysis, the newest last, each with the hash of what went in."""
    columns = [Column(_("Run"), numeric=True)]
    columns += [
        Column(label) for label in (_("Made"), _("Left out"), _("Computed with"), _("Inputs (SHA-256)"))
    ]
    return columns, [
        Row(
            [
                Cell(str(run.number), numeric=True),
                Cell(moment(run.made_at)),
                Cell(_cells(run.excluded)),
                Cell(f"{run.engine_version}, {run.edition}, {run.estimator}"),
                Cell(run.inputs_sha256),
            ]
        )
        for run in runs[-MOST_ROWS:]
    ]


def recompute_lines(reference: str) -> list[tuple[Words, str]]:
    """Say who may compute the run again, and by which command."""
    return [
        (
            _("The operator of the platform, from the record"),
            f"manage.py recheck_analysis {reference}",
        ),
        (
            _("Anybody, from results in a file (laboratory, material, replicate, value)"),
            "manage.py interlab FILE.csv --json",
        ),
    ]


def _cells(excluded: Sequence[Excluded]) -> str:
    if len(excluded) > MOST_CELLS_NAMED:
        return _("%(count)s cells") % {"count": len(excluded)}
    return ", ".join(map(_left_out, excluded)) or _("nothing")


def _left_out(one: Excluded) -> str:
    """Name a laboratory, its cell, or one result of the cell."""
    laboratory, level, replicate = (*one, "", "")[:3]
    place = f"{laboratory} {level}" if level else f"{laboratory} ({_('everywhere')})"
    return f"{place} ({_('result %s') % replicate})" if replicate else place
