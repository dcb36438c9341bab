"""What a stranger does with a credential: standards and `cryptography` alone, none of our code.

RFC 7515 (JWS), RFC 7518 3.4 (ES256), DID Core (the key by its id), W3C Bitstring Status List 1.0 (the bit).
"""

import gzip
import json
from base64 import urlsafe_b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256


class NotTrusted(Exception):
    """The credential does not verify."""


def from_base64url(text):
    assert "=" not in text
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def public_key(jwk):
    x, y = (int.from_bytes(from_base64url(jwk[name])) for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def check_signature(jws, jwk):
    said, _dot, signature = jws.rpartition(".")
    raw = from_base64url(signature)
    if len(raw) != 64:
        raise NotTrusted("signature")
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    try:
        public_key(jwk).verify(der, said.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise NotTrusted("signature") from error


def verified(jws, did_document):
    """Give the payload of a vc+jwt that a key of the DID document signed for an assertion; else `NotTrusted`."""
    header, payload, _signature = jws.split(".")
    header = json.loads(from_base64url(header))
    if header["typ"] != "vc+jwt" or header["alg"] != "ES256":
        raise NotTrusted("header")
    methods = {method["id"]: method for method in did_document["verificationMethod"]}
    if header["kid"] not in methods or header["kid"] not in did_document["assertionMethod"]:
        raise NotTrusted("key")
    check_signature(jws, methods[header["kid"]]["publicKeyJwk"])
    said = json.loads(from_base64url(payload))
    issuer = said["issuer"] if isinstance(said["issuer"], str) else said["issuer"]["id"]
    if issuer != did_document["id"] or not header["kid"].startswith(issuer + "#"):
        raise NotTrusted("issuer")
    return said


def bits_of(encoded):
    """Decode a list by hand: multibase `u`, base64url, GZIP; bit 0 is the left-most of the first byte."""
    assert encoded[0] == "u"
    content = gzip.decompress(from_base64url(encoded[1:]))
    return "".join(f"{byte:08b}" for byte in content)
