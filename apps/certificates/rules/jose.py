"""Signing JSON so that anyone can check it: a public key as JWK, its thumbprint, a compact JWS with ES256.

RFC 7515 (JWS), 7517 (JWK), 7518 3.4 (ES256), 7638 (thumbprint), 6979 (the nonce follows from key and message, so
that the same payload and key give the same bytes).
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

COORDINATE_BYTES: Final = 32  # of a point, and of r and s, on P-256
Jwk = dict[str, str]


def base64url(content: bytes) -> str:
    """Write bytes as base64url without padding (RFC 7515, 2)."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def public_jwk(key: ec.EllipticCurvePublicKey) -> Jwk:
    """Give the required members of the JWK of a P-256 key; ValueError for another curve."""
    if not isinstance(key.curve, ec.SECP256R1):
        message = f"ES256 needs a key on P-256, not on {key.curve.name}."
        raise ValueError(message)  # noqa: TRY004 - it is a key, of the wrong curve
    point = key.public_numbers()
    x, y = (base64url(number.to_bytes(COORDINATE_BYTES, "big")) for number in (point.x, point.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def thumbprint(jwk: Mapping[str, str]) -> str:
    """Give the SHA-256 thumbprint of an EC key: its required members in their order, without blanks (RFC 7638, 3)."""
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    return base64url(hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest())


def signed(payload: Mapping[str, Any], *, key: ec.EllipticCurvePrivateKey, header: Mapping[str, str]) -> str:
    """Give a payload as compact JWS; `alg` is said here, the rest of the header by the caller."""
    said = _part({"alg": "ES256", **header}) + "." + _part(payload)
    return (
        f"{said}.{base64url(_raw(key.sign(said.encode(), ec.ECDSA(SHA256(), deterministic_signing=True))))}"
    )


def _part(value: Mapping[str, Any]) -> str:
    return base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _raw(signature: bytes) -> bytes:
    """Give r and s side by side, 64 bytes, as JWS wants them, for the DER that libraries give."""
    return b"".join(number.to_bytes(COORDINATE_BYTES, "big") for number in decode_dss_signature(signature))
