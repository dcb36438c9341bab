"""The protocol as a text, and its versions: what is locked, hashed and never written again."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from apps.core.actor import Actor
from apps.core.canonical import canonical, sha256
from apps.studies.models import Characteristic, ProtocolVersion, Study
from apps.studies.rules.protocol import ALPHA, OUTLIER_RULE
from apps.studies.selectors.protocol import plain


def lock_version(
    study: Study, actor: Actor, *, reason: str = "", invalidates: Sequence[str] = ()
) -> ProtocolVersion:
    """Write the protocol as it now stands as the study's next version. The study is locked by the caller."""
    text = canonical(protocol_of(study))
    study.protocol_sha256 = sha256(text)
    study.save(update_fields=["protocol_sha256"])
    return ProtocolVersion.objects.create(
        study=study,
        number=study.protocol_versions.count() + 1,
        text=text,
        sha256=study.protocol_sha256,
        reason=reason,
        invalidates=list(invalidates),
        locked_by=actor.pseudonym,
        locked_at=actor.now,
    )


def protocol_of(study: Study) -> dict[str, Any]:
    """Give the protocol as plain values: what its hash stands for."""
    samples = study.samples_due_on
    return {
        "salt": study.protocol_salt,
        "reference": study.reference,
        "title": study.title,
        "purpose": study.purpose,
        "critical_input": study.critical_input_id,
        "certifying": study.certifying,
        "laboratories_wanted": study.laboratories_wanted,
        "replicates": study.replicates,
        "samples_due_on": samples.isoformat() if samples else None,
        "results_due_on": study.results_due_on.isoformat(),
        "publication": study.publication,
        "outlier_rule": OUTLIER_RULE,
        "alpha": ALPHA,
        "items": [
            {"code": item.code, "role": item.role, "material": str(item.material_id)}
            for item in study.items.order_by("code")
        ],
        "characteristics": [_said(row) for row in study.characteristics.order_by("position", "pk")],
    }


def _said(row: Characteristic) -> dict[str, Any]:
    return {
        "code": row.code,
        "name_en": row.name_en,
        "name_tr": row.name_tr,
        "unit": row.unit,
        "method": row.method,
        "lower": _text(row.lower),
        "upper": _text(row.upper),
        "direction": row.direction,
        "margin_kind": row.margin_kind,
        "margin_low": _text(row.margin_low),
        "margin_high": _text(row.margin_high),
        "transformation": row.transformation,
        "counts_from": row.counts_from.isoformat() if row.counts_from else None,
    }


def _text(limit: Decimal | None) -> str | None:
    return None if limit is None else str(plain(limit))
