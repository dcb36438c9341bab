"""Samples and checks of items, as one viewer sees them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from apps.core.errors import Words
from apps.studies.models import Item, ItemCheck, Sample
from apps.studies.states import SampleState

TONES: Final = {"prepared": "neutral", "dispatched": "info", "received": "good", "damaged": "bad"}
CHECK_TONES: Final = {"adequate": "good", "not_adequate": "bad", "waived": "neutral"}


@dataclass(frozen=True, kw_only=True)
class SampleView:
    """A sample; which item it is, and whose, is told to the convener alone (None for a laboratory)."""

    id: UUID
    code: str
    state: str
    state_label: Words
    tone: str
    laboratory: str | None
    laboratory_code: str
    item_code: str | None
    material: str | None
    role_label: Words | None
    carrier: str
    condition: str
    dispatched_at: datetime | None
    received_at: datetime | None


def sample_view(row: Sample, *, told: bool) -> SampleView:
    """Read a sample (with enrolment, organisation, item and material) into plain values."""
    return SampleView(
        id=row.pk,
        code=row.code,
        state=row.state,
        state_label=SampleState(row.state).label,
        tone=TONES[row.state],
        laboratory=row.enrolment.organisation.name if told else None,
        laboratory_code=row.enrolment.code,
        item_code=row.item.code if told else None,
        material=str(row.item.material) if told else None,
        role_label=Item.Role(row.item.role).label if told else None,
        carrier=row.carrier,
        condition=row.condition,
        dispatched_at=row.dispatched_at,
        received_at=row.received_at,
    )


@dataclass(frozen=True, kw_only=True)
class CheckView:
    """A check of an item; `numbers` is the engine's answer, None where the check was waived."""

    item_code: str
    material: str
    characteristic: str
    unit: str
    kind: str
    kind_label: Words
    verdict: str
    verdict_label: Words
    tone: str
    reason: str
    numbers: dict[str, Any] | None
    recorded_at: datetime


def check_view(row: ItemCheck) -> CheckView:
    """Read a check (with item, material and characteristic) into plain values."""
    return CheckView(
        item_code=row.item.code,
        material=str(row.item.material),
        characteristic=row.characteristic.code if row.characteristic else "",
        unit=row.characteristic.unit if row.characteristic else "",
        kind=row.kind,
        kind_label=ItemCheck.Kind(row.kind).label,
        verdict=row.verdict,
        verdict_label=ItemCheck.Verdict(row.verdict).label,
        tone=CHECK_TONES[row.verdict],
        reason=row.reason,
        numbers=json.loads(row.numbers) if row.numbers else None,
        recorded_at=row.recorded_at,
    )
