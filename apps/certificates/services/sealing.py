"""The seal in use: its row in the register, and the key that this process may use."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from apps.certificates.models import SealKey
from apps.certificates.sealing.material import (
    PEM,
    Material,
    SealError,
    development_material,
    read_material,
)
from apps.certificates.sealing.token import TokenError, TokenKey


@dataclass(frozen=True)
class ActiveSeal:
    """What a worker seals with."""

    row_id: int
    material: Material


def active_seal(*, now: datetime) -> ActiveSeal:
    """Give the seal of the settings, noting it in the register when it is new. Raises `SealError`.

    A new seal in the settings is a rotation: the one that was in use is retired, and what it sealed stays valid.
    """
    material = material_of_settings(now)
    check_seal(material, now)
    row = SealKey.objects.filter(fingerprint=material.fingerprint).first()
    if row is None or row.retired_at:
        row = _in_use(material, now)
    if row.compromised_at:
        raise SealError("The seal is marked as compromised: give the settings another one.")
    return ActiveSeal(row.pk, material)


def material_of_settings(now: datetime) -> Material:
    """Read the seal's file; outside production the first call makes one. Raises `SealError`."""
    path = Path(settings.SEAL_PATH)
    if not settings.PRODUCTION:
        development_material(path, now)
    try:
        return _read(path, path.stat().st_mtime_ns, settings.SEAL_KEY_ADDRESS)
    except OSError as error:
        message = f"The seal's file cannot be read: {error.strerror}."
        raise SealError(message) from error


def check_seal(material: Material, now: datetime) -> None:
    """Refuse a seal that may not be used: of a first run in production, out of its days, or without its key."""
    if settings.PRODUCTION and material.is_development:
        raise SealError(
            "The seal was made by a first run for a demonstration; production needs one of its own."
        )
    if not material.holds_at(now):
        raise SealError("The seal's certificate is not valid today.")
    material.check_key()


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, key_address: str) -> Material:
    try:
        token = TokenKey.at(key_address) if key_address else None
    except TokenError as error:
        raise SealError(str(error)) from error
    return read_material(path.read_bytes(), token)


@transaction.atomic
def _in_use(material: Material, now: datetime) -> SealKey:
    """Put a seal in the place of the one in use; who comes second finds the first one's row."""
    of_kind = SealKey.objects.select_for_update().filter(is_test=material.is_development)
    of_kind.filter(retired_at=None).exclude(fingerprint=material.fingerprint).update(retired_at=now)
    certificate = material.certificate
    row, _made = SealKey.objects.get_or_create(
        fingerprint=material.fingerprint,
        defaults={
            "name": material.name[:200],
            "certificate": certificate.public_bytes(PEM).decode(),
            "roots": "".join(one.public_bytes(PEM).decode() for one in material.issuers),
            "not_before": certificate.not_valid_before_utc,
            "not_after": certificate.not_valid_after_utc,
            "is_test": material.is_development,
            "registered_at": now,
        },
    )
    if row.retired_at:
        row.retired_at = None
        row.save(update_fields=["retired_at"])
    return row
