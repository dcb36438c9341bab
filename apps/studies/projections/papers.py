"""A report on paper, as who may read the study sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apps.core.errors import Words
from apps.studies.models import Paper
from apps.studies.states import PaperState

TONES: Final = {"ordered": "info", "made": "good", "failed": "bad", "outdated": "neutral"}


@dataclass(frozen=True, kw_only=True)
class PaperView:
    """A paper and how far it is; `is_newest` while it says what the study says now."""

    id: int
    run: int
    language: str
    state: str
    state_label: Words
    tone: str
    is_newest: bool
    ordered_at: datetime
    made_at: datetime | None
    pdf_sha256: str


def paper_view(row: Paper, *, run_id: int, rulings_sha256: str) -> PaperView:
    """Read a paper (with its run) beside the run and the rulings that stand now."""
    return PaperView(
        id=row.pk,
        run=row.run.number,
        language=row.language,
        state=row.state,
        state_label=PaperState(row.state).label,
        tone=TONES[row.state],
        is_newest=(row.run_id, row.rulings_sha256) == (run_id, rulings_sha256),
        ordered_at=row.ordered_at,
        made_at=row.made_at,
        pdf_sha256=row.pdf_sha256,
    )
