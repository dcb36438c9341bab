"""How far a certificate is: its stages, and the making of its PDF."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.certificates.models import HALF_MADE
from apps.certificates.projections import CertificateShown
from apps.certificates.states import APPROVED, EVALUATED, FAILED, ISSUING, REFUSED, REQUESTED
from apps.core.templatetags.figures import day

DONE, CURRENT, NEXT = "done", "current", "next"


@dataclass(frozen=True)
class Stage:
    """One stage of the line above the paper."""

    label: str
    state: str
    date: str


def stages_of(shown: CertificateShown) -> list[Stage]:
    """Give the line from request to paper, with days."""
    reached = {REQUESTED: 1, EVALUATED: 2, APPROVED: 3, ISSUING: 3, REFUSED: 3, FAILED: 3}.get(shown.state, 4)
    decision = _("Refused") if shown.state == REFUSED else _("Decision")
    days = (
        (_("Request"), shown.created_at),
        (_("Evaluation"), shown.evaluated_at),
        (decision, shown.decided_at),
        (_("Certificate"), shown.issued_at),
    )
    return [
        Stage(label, _stage_state(place, reached), day(moment) if moment else "")
        for place, (label, moment) in enumerate(days)
    ]


def _stage_state(place: int, reached: int) -> str:
    if place < reached:
        return DONE
    return CURRENT if place == reached else NEXT


def made_of(shown: CertificateShown) -> dict[str, Any]:
    """Give what components/progress.html shows of the making: number, then file."""
    running = shown.state in HALF_MADE
    return {
        "id": "making",
        "label": _("The certificate is being made") if running else _("The certificate is made"),
        "done": 0 if shown.state == APPROVED else 1 if shown.state == ISSUING else 2,
        "total": 2,
        "running": running,
        "poll_url": reverse("certificates:progress", args=[shown.id]),
        "page_url": reverse("certificates:detail", args=[shown.id]),
    }
