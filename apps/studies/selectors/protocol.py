"""The protocol as its hash knows it: plain values, and the bytes that anyone who sees a closed study may hash."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.core.canonical import canonical
from apps.core.errors import Conflict
from apps.studies.models import Study
from apps.studies.selectors.studies import plain


def protocol_file(study: Study) -> bytes:
    """Give the protocol of a closed study found for its viewer, in the bytes whose SHA-256 was stamped at opening.

    Raises `Conflict` before closing: the salt in it would let codes be tried until the hash fits.
    """
    if study.closed_at is None:
        raise Conflict(
            _("The study is not closed yet; its protocol can be checked against the hash after that.")
        )
    return canonical(protocol_of(study)).encode()


def protocol_of(study: Study) -> dict[str, Any]:
    """Give the protocol as plain values: what its hash stands for. Its keys are for ever, hashes rest on them."""
    return {
        "salt": study.protocol_salt,
        "reference": study.reference,
        "title": study.title,
        "purpose": study.purpose,
        "critical_input": study.critical_input_id,
        "replicates": study.replicates,
        "results_due_on": study.results_due_on.isoformat(),
        "items": [
            {"code": item.code, "role": item.role, "material": str(item.material_id)}
            for item in study.items.order_by("code")
        ],
        "characteristics": [
            {
                "code": row.code,
                "name_en": row.name_en,
                "name_tr": row.name_tr,
                "unit": row.unit,
                "method": row.method,
                "lower": _text(row.lower),
                "upper": _text(row.upper),
            }
            for row in study.characteristics.order_by("position", "pk")
        ],
    }


def _text(limit: Decimal | None) -> str | None:
    return None if limit is None else str(plain(limit))
