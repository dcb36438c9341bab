"""A result sheet as its own laboratory sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.errors import Words
from apps.core.language import in_language
from apps.studies.models import Attachment, Sheet
from apps.studies.projections.faults import FaultLine, fault_line
from apps.studies.projections.hints import HintLine, hint_line
from apps.studies.rules.numbers import NOT_DETECTED
from apps.studies.states import SheetState

TONES: Final = {
    "received": "info",
    "draft": "warn",
    "taken": "good",
    "refused": "bad",
    "replaced": "neutral",
    "discarded": "neutral",
}


@dataclass(frozen=True, kw_only=True)
class SheetView:
    """One sheet: its file, how far it is read, and the report if it was refused.

    Handed in it has a version and the reason of a correction; `hints` say what looks like a slip on a draft.
    """

    id: UUID
    study_id: UUID
    file_name: str
    sha256: str
    state: str
    state_label: Words
    tone: str
    is_draft: bool
    version: int | None
    reason: str
    analyst: str
    instrument: str
    rows_total: int
    rows_done: int
    fault_count: int
    faults: tuple[FaultLine, ...]
    hints: tuple[HintLine, ...]
    handed_in_by: UUID
    handed_in_at: datetime | None
    created_at: datetime
    read_at: datetime | None

    @property
    def is_being_read(self) -> bool:
        """Tell whether the worker has still to come to its end."""
        return self.read_at is None

    @property
    def faults_not_listed(self) -> int:
        """How many faults there are beyond those listed."""
        return self.fault_count - len(self.faults)


def sheet_view(row: Sheet) -> SheetView:
    """Read a sheet (with its enrolment) into plain values."""
    return SheetView(
        id=row.pk,
        study_id=row.enrolment.study_id,
        file_name=row.file_name,
        sha256=row.sha256,
        state=row.state,
        state_label=SheetState(row.state).label,
        tone=TONES[row.state],
        is_draft=row.is_draft,
        version=row.version,
        reason=row.reason,
        analyst=row.analyst,
        instrument=row.instrument,
        rows_total=row.rows_total,
        rows_done=row.rows_done,
        fault_count=row.fault_count,
        faults=tuple(fault_line(said) for said in row.faults),
        hints=tuple(hint_line(said) for said in row.hints),
        handed_in_by=row.handed_in_by,
        handed_in_at=row.handed_in_at,
        created_at=row.created_at,
        read_at=row.read_at,
    )


@dataclass(frozen=True, kw_only=True)
class OwnSheets:
    """The sheets of one's own laboratory in a study: drafts, what was handed in, and what was not."""

    drafts: tuple[SheetView, ...]
    versions: tuple[SheetView, ...]
    others: tuple[SheetView, ...]


def in_order(sheets: list[SheetView]) -> OwnSheets:
    """Part sheets, newest first, by what became of them."""
    open_drafts = [one for one in sheets if one.state == "draft" or (one.is_draft and one.is_being_read)]
    versions = sorted((one for one in sheets if one.version), key=lambda one: -(one.version or 0))
    known = {one.id for one in (*open_drafts, *versions)}
    others = tuple(one for one in sheets if one.id not in known)
    return OwnSheets(drafts=tuple(open_drafts), versions=tuple(versions), others=others)


@dataclass(frozen=True)
class OwnValue:
    """One result as it was written: replicate, digits with the qualifier before them, and uncertainty."""

    replicate: int
    written: str
    uncertainty: str

    @property
    def text(self) -> str:
        """The result as a reader sees it."""
        return _("not detected") if self.written == NOT_DETECTED else self.written


@dataclass(frozen=True)
class OwnCell:
    """Results of one's own laboratory for one sample and characteristic, with the digits as reported."""

    sample: str
    code: str
    name_en: str
    name_tr: str
    unit: str
    values: list[OwnValue]

    @property
    def characteristic(self) -> str:
        """The characteristic's name in the reader's language."""
        return in_language(self.name_en, self.name_tr)


@dataclass(frozen=True)
class ShownValue:
    """A value in its place in a table; a doubtful one is named by a hint. `value` is None for a gap."""

    value: OwnValue | None
    is_doubtful: bool


@dataclass(frozen=True)
class ShownTable:
    """The results of one sample: a line for each characteristic, a column for each replicate."""

    sample: str
    lines: list[tuple[OwnCell, list[ShownValue]]]


def shown_tables(cells: list[OwnCell], hints: Sequence[HintLine], replicates: int) -> list[ShownTable]:
    """Lay results out, sample by sample."""
    tables: dict[str, ShownTable] = {}
    for cell in cells:
        doubtful = {hint.replicate for hint in hints if hint.is_about(cell.sample, cell.code)}
        found = {value.replicate: value for value in cell.values}
        line = [ShownValue(found.get(at), at in found and at in doubtful) for at in range(1, replicates + 1)]
        tables.setdefault(cell.sample, ShownTable(cell.sample, [])).lines.append((cell, line))
    return list(tables.values())


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """A raw file beside a sheet."""

    id: UUID
    file_name: str
    sha256: str
    size: int
    attached_by: UUID
    attached_at: datetime


def attached_file(row: Attachment) -> AttachedFile:
    """Read an attachment into plain values."""
    return AttachedFile(
        id=row.pk,
        file_name=row.file_name,
        sha256=row.sha256,
        size=row.size,
        attached_by=row.attached_by,
        attached_at=row.attached_at,
    )
