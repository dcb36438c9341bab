"""What machines read, signed with the key in use: a credential becomes a vc+jwt."""

from typing import Any, Final

import structlog
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.utils.translation import gettext as _

from apps.certificates import selectors
from apps.certificates.documents import keyring
from apps.certificates.models import CredentialKey
from apps.certificates.projections import did_web
from apps.certificates.rules import jose
from apps.core.errors import Conflict

log = structlog.get_logger(__name__)
MEDIA_TYPE: Final = "application/vc+jwt"


def enveloped(credential: dict[str, Any]) -> str:
    """Give a credential as vc+jwt, ES256 (W3C Securing Verifiable Credentials using JOSE and COSE, 3.1.1).

    Raises `Conflict` while no key is there to sign with.
    """
    row = selectors.signing_key()
    header = {"typ": "vc+jwt", "cty": "vc", "kid": f"{did_web()}#{row.kid}"}
    return jose.signed(credential, key=_private(row), header=header)


def _private(row: CredentialKey) -> EllipticCurvePrivateKey:
    """Read the key of a row, and see that it is the one: a file may have been replaced before the rotation."""
    try:
        key = keyring.read(row.reference)
    except keyring.Unusable as error:
        log.exception("credential_key.unusable", kid=row.kid)
        raise Conflict(_("The platform cannot sign now; the reason stands in its log.")) from error
    if jose.thumbprint(jose.public_jwk(key.public_key())) != row.kid:
        log.error("credential_key.replaced", kid=row.kid, reference=row.reference)
        raise Conflict(_("The platform cannot sign now; the reason stands in its log."))
    return key
