"""Asking the register of certificates, as anyone may."""

from datetime import datetime
from uuid import UUID

from apps.certificates.selectors import register_entry


def is_valid(number: str | None, *, at: datetime | None = None) -> bool:
    """Tell whether a certificate number is valid in the register now."""
    entry = register_entry(number, at=at) if number else None
    return entry is not None and entry.state == "valid"


def certificate_id(number: str) -> UUID | None:
    """Give the certificate that bears a number; None if none was ever issued."""
    entry = register_entry(number)
    return entry.id if entry else None
