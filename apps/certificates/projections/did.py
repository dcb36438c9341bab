"""Who signs, as machines look it up: did:web of the platform's own host."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from apps.certificates.rules.jose import Jwk


def did_web() -> str:
    """Give the DID of SITE_URL: its host, and its port with the colon as %3A (did:web method, 3.1 and 3.2)."""
    return f"did:web:{quote(urlsplit(settings.SITE_URL).netloc.lower(), safe='')}"


def did_document(keys: Sequence[Jwk]) -> dict[str, Any]:
    """Give the DID document (W3C DID Core 1.0, 5) with these public keys, each good for assertions."""
    did = did_web()
    methods = [
        {
            "id": f"{did}#{key['kid']}",
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": key | {"alg": "ES256", "use": "sig"},
        }
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
