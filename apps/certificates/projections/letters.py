"""A letter as the holder sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from apps.certificates.models import Letter
from apps.certificates.states import LetterState
from apps.core.errors import Words

TONES = {
    LetterState.WAITING: "info",
    LetterState.HANDED_OVER: "good",
    LetterState.REFUSED: "bad",
    LetterState.GIVEN_UP: "bad",
}


@dataclass(frozen=True, kw_only=True)
class LetterShown:
    """A certificate sent to one address. `sender` is empty where the platform told the holder of the issue.

    `trouble` is what the mail server said, in its own words, or a sentence of ours.
    """

    id: UUID
    address: str
    sender: str
    line: str
    created_at: datetime
    state: str
    state_label: Words
    tone: str
    ended_at: datetime | None
    attempts: int
    trouble: str
    pdf_sha256: str
    message_id: str


def letter_shown(row: Letter, names: Mapping[UUID, str]) -> LetterShown:
    """Project a letter; the file is told once it is on its way."""
    return LetterShown(
        id=row.pk,
        address=row.address,
        sender=names.get(row.sent_by, "") if row.sent_by else "",
        line=row.line,
        created_at=row.created_at,
        state=row.state,
        state_label=row.get_state_display(),
        tone=TONES[LetterState(row.state)],
        ended_at=row.ended_at,
        attempts=row.attempts,
        trouble=gettext(row.trouble) if row.trouble else "",
        pdf_sha256=row.pdf_sha256,
        message_id=row.message_id,
    )
