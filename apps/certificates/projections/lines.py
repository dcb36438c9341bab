"""A certificate in a list, and on its own page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from apps.certificates.models import Certificate
from apps.certificates.projections.facts import read
from apps.certificates.projections.words import TONES, state_word, words_of
from apps.core.actor import Actor
from apps.core.errors import Words


@dataclass(frozen=True, kw_only=True)
class CertificateLine:
    """A certificate in a list. `number` is empty until it is bound."""

    id: UUID
    created_at: datetime
    number: str
    state: str
    state_label: Words
    tone: str
    material: str
    grade: str
    holder: str
    body: str
    study_reference: str
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """The certificate before or after in a chain of amendments. `number` is empty until it is bound."""

    id: UUID
    number: str


@dataclass(frozen=True, kw_only=True)
class CertificateShown(CertificateLine):
    """A certificate with what supports it. The holder reads the evaluation once it is decided.

    `listed` is the level at which it stands in the public directory, or empty.
    """

    study_id: UUID
    study_title: str
    material_id: UUID
    holder_id: UUID
    body_id: UUID
    language: str
    evaluation: str
    evaluated_at: datetime | None
    reasons: str
    decided_at: datetime | None
    valid_from: date | None
    facts: dict[str, Any] | None
    facts_sha256: str
    pdf_sha256: str
    numbered_at: datetime | None
    issued_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    suspended_at: datetime | None
    suspended_code: str
    suspended_label: Words
    suspended_reason: str
    reinstated_at: datetime | None
    reinstated_code: str
    reinstated_label: Words
    reinstated_reason: str
    replaces: Neighbour | None
    amendment_reason: str
    amendment: Neighbour | None
    superseded_by: Neighbour | None
    superseded_at: datetime | None
    listed: str
    attempts: int
    last_error: str
    moves: tuple[str, ...]
    requested_by: UUID
    evaluated_by: UUID | None
    decided_by: UUID | None


def line(row: Certificate, actor: Actor) -> CertificateLine:
    """Project one row of a list."""
    return CertificateLine(**_line(row, actor))


def _line(row: Certificate, actor: Actor) -> dict[str, Any]:
    state = state_word(row, actor.now)
    return {
        "id": row.pk,
        "created_at": row.created_at,
        "number": row.number or "",
        "state": state,
        "state_label": words_of(state),
        "tone": TONES[state],
        "material": row.material.name,
        "grade": row.material.grade,
        "holder": row.holder.name,
        "body": row.body.name,
        "study_reference": row.study.reference,
        "valid_until": row.valid_until,
    }


def shown(
    row: Certificate, actor: Actor, moves: tuple[str, ...], amendment: Certificate | None = None
) -> CertificateShown:
    """Project a certificate for somebody of its holder or body; `amendment` is the one under way."""
    ours = row.body_id == actor.organisation_id
    return CertificateShown(
        **_line(row, actor),
        study_id=row.study_id,
        study_title=row.study.title,
        material_id=row.material_id,
        holder_id=row.holder_id,
        body_id=row.body_id,
        language=row.language,
        evaluation=row.evaluation if ours or row.decided_at else "",
        evaluated_at=row.evaluated_at,
        reasons=row.reasons,
        decided_at=row.decided_at,
        valid_from=row.valid_from,
        facts=read(row.facts) or None,
        facts_sha256=row.facts_sha256,
        pdf_sha256=row.pdf_sha256,
        numbered_at=row.numbered_at,
        issued_at=row.issued_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        **_life(row),
        amendment=neighbour(amendment),
        listed=listed_at_level(row),
        attempts=row.attempts,
        last_error=row.last_error if ours else "",
        moves=moves,
        requested_by=row.requested_by,
        evaluated_by=row.evaluated_by,
        decided_by=row.decided_by,
    )


def _life(row: Certificate) -> dict[str, Any]:
    return {
        "suspended_at": row.suspended_at,
        "suspended_code": row.suspended_code,
        "suspended_label": row.get_suspended_code_display(),
        "suspended_reason": row.suspended_reason,
        "reinstated_at": row.reinstated_at,
        "reinstated_code": row.reinstated_code,
        "reinstated_label": row.get_reinstated_code_display(),
        "reinstated_reason": row.reinstated_reason,
        "replaces": neighbour(row.replaces),
        "amendment_reason": row.amendment_reason,
        "superseded_by": neighbour(row.superseded_by),
        "superseded_at": row.superseded_at,
    }


def listed_at_level(row: Certificate) -> str:
    """Give the level at which a certificate (with its listing) is published; empty if it is not."""
    listing = getattr(row, "listing", None)
    return listing.level if listing and listing.unlisted_at is None else ""


def neighbour(row: Certificate | None) -> Neighbour | None:
    """Name another certificate of the chain; holder and body are the same, so whoever sees one sees both."""
    return Neighbour(id=row.pk, number=row.number or "") if row else None
