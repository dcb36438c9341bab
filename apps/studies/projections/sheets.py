"""A result sheet as its own laboratory sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from apps.core.errors import Words
from apps.core.language import in_language
from apps.studies.models import Sheet
from apps.studies.projections.faults import FaultLine, fault_line
from apps.studies.states import SheetState

TONES: Final = {"received": "info", "taken": "good", "refused": "bad", "replaced": "neutral"}


@dataclass(frozen=True, kw_only=True)
class SheetView:
    """One sheet: its file, how far it is read, and the report if it was refused."""

    id: UUID
    study_id: UUID
    file_name: str
    sha256: str
    state: str
    state_label: Words
    tone: str
    rows_total: int
    rows_done: int
    fault_count: int
    faults: tuple[FaultLine, ...]
    handed_in_by: UUID
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
        rows_total=row.rows_total,
        rows_done=row.rows_done,
        fault_count=row.fault_count,
        faults=tuple(fault_line(said) for said in row.faults),
        handed_in_by=row.handed_in_by,
        created_at=row.created_at,
        read_at=row.read_at,
    )


@dataclass(frozen=True)
class OwnCell:
    """Results of one's own laboratory for one item and characteristic, with the digits as reported."""

    item: str
    name_en: str
    name_tr: str
    unit: str
    values: list[str]

    @property
    def characteristic(self) -> str:
        """The characteristic's name in the reader's language."""
        return in_language(self.name_en, self.name_tr)
