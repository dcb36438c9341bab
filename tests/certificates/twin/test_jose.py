"""JWS, JWK and thumbprint against the RFCs' own examples."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from apps.certificates.rules import jose
from tests.certificates.twin.stranger import NotTrusted, check_signature, from_base64url

# RFC 7515, appendix A.3
JWK = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
D = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
JWS = (
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
KEY = ec.derive_private_key(int.from_bytes(from_base64url(D)), ec.SECP256R1())
# RFC 9449, 4.2 and 6.1: a key and its thumbprint
DPOP = {
    "kty": "EC",
    "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
    "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
    "crv": "P-256",
}


def test_the_strangers_own_check_takes_the_example_of_the_rfc_and_not_another():
    check_signature(JWS, JWK)
    with pytest.raises(NotTrusted):
        check_signature(JWS.replace("eyJpc3Mi", "eyJpc3Mj"), JWK)
    with pytest.raises(NotTrusted):
        check_signature(JWS, DPOP)


def test_the_public_key_is_written_as_in_the_rfc():
    assert jose.public_jwk(KEY.public_key()) == JWK


def test_the_thumbprint_is_that_of_the_rfc_whatever_else_stands_in_the_key():
    assert jose.thumbprint(DPOP | {"use": "sig"}) == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


def test_what_it_signs_is_taken_by_the_stranger_and_says_what_was_signed():
    jws = jose.signed({"name": "Bakır ≥ 4,4"}, key=KEY, header={"typ": "vc+jwt", "kid": "k"})
    check_signature(jws, JWK)
    header, payload, _signature = jws.split(".")
    assert json.loads(from_base64url(header)) == {"alg": "ES256", "typ": "vc+jwt", "kid": "k"}
    assert json.loads(from_base64url(payload)) == {"name": "Bakır ≥ 4,4"}


def test_the_same_is_signed_the_same():
    first, second = (jose.signed({"n": 1}, key=KEY, header={}) for _ in range(2))
    assert first == second


def test_every_signature_has_64_bytes_also_where_a_number_is_short():
    for number in range(300):
        check_signature(jose.signed({"n": number}, key=KEY, header={}), JWK)


def test_another_curve_is_refused():
    with pytest.raises(ValueError, match="P-256"):
        jose.public_jwk(ec.generate_private_key(ec.SECP384R1()).public_key())
