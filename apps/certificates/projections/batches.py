"""A batch, how far it is, and what became of each of its certificates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.certificates.models import HALF_MADE, Batch, BatchLine, Certificate
from apps.certificates.states import FAILED
from apps.core.errors import Words

STANDS: Final[dict[str, tuple[Words, str]]] = {
    "waiting": (_("to be judged"), "info"),
    "making": (_("approved, being made"), "info"),
    "issued": (_("issued"), "good"),
    "failed": (_("approved, could not be made"), "bad"),
    "blocked": (_("blocked"), "warn"),
}


@dataclass(frozen=True, kw_only=True)
class ToDecide:
    """A certificate that can be decided on now."""

    id: UUID
    material: str
    grade: str
    holder: str
    study_reference: str
    evaluated_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class BatchLineShown:
    """A certificate of a batch: waiting, making, issued, failed, or blocked with a sentence."""

    certificate_id: UUID
    number: str
    material: str
    grade: str
    holder: str
    study_reference: str
    stands: str
    stands_label: Words
    tone: str
    blocked_because: str


@dataclass(frozen=True, kw_only=True)
class BatchShown:
    """A batch with its lines, and how many stand where."""

    id: UUID
    created_at: datetime
    ordered_by: str
    reasons: str
    months: int
    lines: tuple[BatchLineShown, ...]
    waiting: int
    making: int
    issued: int
    failed: int
    blocked: int

    @property
    def total(self) -> int:
        """How many certificates it has."""
        return len(self.lines)

    @property
    def done(self) -> int:
        """How many have come to an end, one way or the other."""
        return self.total - self.waiting - self.making

    @property
    def finished(self) -> bool:
        """Whether nothing of it will change any more by itself."""
        return self.done == self.total

    @property
    def standing(self) -> list[tuple[Words, str, int]]:
        """What it comes to: word, tone and number, of those that are not none."""
        counted = ((name, getattr(self, name)) for name in STANDS)
        return [(*STANDS[name], count) for name, count in counted if count]


def to_decide(row: Certificate) -> ToDecide:
    """Project a certificate that waits for a decision."""
    return ToDecide(
        id=row.pk,
        material=row.material.name,
        grade=row.material.grade,
        holder=row.holder.name,
        study_reference=row.study.reference,
        evaluated_at=row.evaluated_at,
    )


def batch_shown(batch: Batch, rows: Sequence[BatchLine], ordered_by: str) -> BatchShown:
    """Project a batch for somebody of its body."""
    lines = tuple(_line(row) for row in rows)
    counted = Counter(line.stands for line in lines)
    return BatchShown(
        id=batch.pk,
        created_at=batch.created_at,
        ordered_by=ordered_by,
        reasons=batch.reasons,
        months=batch.months,
        lines=lines,
        **{name: counted[name] for name in STANDS},
    )


def _line(row: BatchLine) -> BatchLineShown:
    certificate, stands = row.certificate, _stands(row)
    label, tone = STANDS[stands]
    return BatchLineShown(
        certificate_id=certificate.pk,
        number=certificate.number or "",
        material=certificate.material.name,
        grade=certificate.material.grade,
        holder=certificate.holder.name,
        study_reference=certificate.study.reference,
        stands=stands,
        stands_label=label,
        tone=tone,
        blocked_because=row.blocked_because,
    )


def _stands(row: BatchLine) -> str:
    """Say where a line stands: what became of an issued certificate later is no matter of its batch."""
    if row.outcome != "approved":
        return row.outcome
    if row.certificate.state in HALF_MADE:
        return "making"
    return "failed" if row.certificate.state == FAILED else "issued"
