"""The files of private keys that sign JSON. A row of `CredentialKey` names its file; the key never leaves it."""

import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from apps.certificates.rules.jose import public_jwk, thumbprint

DEVELOPMENT: Final = b"DEVELOPMENT KEY: not for production\n"
"""Stands before the key in a file made by `make`; readers of PEM skip it (RFC 7468, 2)."""


class Unusable(Exception):
    """A key file that cannot sign; the message says why, for the operator."""


def make() -> str:
    """Make a development key in the folder of keys, readable by its owner only; give the file's name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"credential-{thumbprint(public_jwk(key.public_key()))}.pem"
    folder = Path(settings.KEYS_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(DEVELOPMENT + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    return name


def read(reference: str) -> ec.EllipticCurvePrivateKey:
    """Read a key: a name in the folder of keys, or a whole path. Raises `Unusable`."""
    key, _is_test = _opened(reference)
    return key


def is_development(reference: str) -> bool:
    """Tell whether a key was made for development. Raises `Unusable`."""
    _key, is_test = _opened(reference)
    return is_test


def _opened(reference: str) -> tuple[ec.EllipticCurvePrivateKey, bool]:
    path = Path(settings.KEYS_ROOT) / reference
    try:
        content = path.read_bytes()
        key = load_pem_private_key(content, None)
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError) as error:
        raise Unusable(f"{path} holds no unencrypted private key in PEM.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Unusable(f"{path} holds a key of another kind; P-256 is needed.")
    return key, DEVELOPMENT.strip() in content
