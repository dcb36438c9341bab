"""What a seal is made with: a private key on P-256, its certificate, and the certificates up to a root.

One PEM file holds all of it, or all but the key where that lives in a token. A first run makes its own, which
says everywhere that it is no production seal.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from apps.certificates.sealing.token import TokenError, TokenKey

DEVELOPMENT: Final = "DEV – not for production"
DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
ROOT_DAYS, SEAL_DAYS = 3650, 730
LONG: Final = timedelta(days=3650)
"""A first run's seal holds so long before and after: its stories begin in the past, and nobody renews it."""
PEM: Final = serialization.Encoding.PEM
PROBE: Final = b"Does this key belong to this certificate?"


class SealError(ValueError):
    """What is wrong with the seal, in one sentence."""


@dataclass(frozen=True)
class Material:
    """A key with its certificate, then its issuers; the root is the last of them."""

    key: ec.EllipticCurvePrivateKey | TokenKey
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal: the seal's name in the register."""
        return fingerprint_of(self.certificate)

    @property
    def root(self) -> x509.Certificate:
        """What a stranger trusts."""
        return self.issuers[-1] if self.issuers else self.certificate

    @property
    def is_development(self) -> bool:
        """Tell that a first run made it."""
        return DEVELOPMENT in self.name

    @property
    def name(self) -> str:
        """The name of the seal's certificate."""
        return name_of(self.certificate)

    def sign(self, data: bytes) -> bytes:
        """Give the ECDSA signature (DER) over the SHA-256 of data; a key at hand gives the same one each time."""
        if isinstance(self.key, TokenKey):
            return self.key.sign(data)
        return self.key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))

    def check_key(self) -> None:
        """Make sure that a token signs, and with the key of the certificate. Raises `SealError`."""
        try:
            self.public_key.verify(self.sign(PROBE), PROBE, ec.ECDSA(hashes.SHA256()))
        except TokenError as error:
            raise SealError(str(error)) from error
        except InvalidSignature as error:
            raise SealError("The token's key is not that of the seal's certificate.") from error

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The public key of the certificate."""
        return cast("ec.EllipticCurvePublicKey", self.certificate.public_key())

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether the certificate is valid at a moment (aware)."""
        return self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Give the SHA-256 of a certificate in hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def name_of(certificate: x509.Certificate) -> str:
    """Give a certificate's common name, or all of its name where it has none."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def read_material(pem: bytes, token: TokenKey | None = None) -> Material:
    """Read certificates, and the key unless it lives in a token, out of one PEM text. Raises `SealError`."""
    try:
        key = token or serialization.load_pem_private_key(pem, password=None)
        certificates = x509.load_pem_x509_certificates(pem)
    except (ValueError, TypeError) as error:
        wanted = "certificates" if token else "private key with its certificates"
        message = f"The seal's file holds no {wanted}: {error}"
        raise SealError(message) from error
    first, *issuers = certificates
    if not _is_p256(first.public_key()):
        raise SealError("The seal's key is not on the curve P-256.")
    if not isinstance(key, TokenKey) and key.public_key() != first.public_key():
        raise SealError("The first certificate of the seal's file is not that of its key.")
    for one, issuer in zip([first, *issuers], issuers, strict=False):
        try:
            one.verify_directly_issued_by(issuer)
        except Exception as error:
            message = f"“{name_of(one)}” was not issued by “{name_of(issuer)}”, which follows it."
            raise SealError(message) from error
    return Material(cast("ec.EllipticCurvePrivateKey | TokenKey", key), first, tuple(issuers))


def _is_p256(key: Any) -> bool:
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def development_material(path: Path, now: datetime) -> bytes:
    """Read the seal of a first run, making it on the first call; two first calls agree."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(made_material(f"Consortium seal ({DEVELOPMENT})", now - LONG, days=2 * LONG.days))
        try:
            os.link(draft, path)  # the first one wins, whole
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def made_material(name: str, now: datetime, *, days: int = SEAL_DAYS) -> bytes:
    """Make a root and a seal under it, as one PEM text; the seal holds for so many days, the root no shorter."""
    root_key, seal_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate(f"{name}, root", root_key.public_key(), now, max(days, ROOT_DAYS), None, root_key)
    seal = _certificate(name, seal_key.public_key(), now, days, root, root_key)
    private = seal_key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private + seal.public_bytes(PEM) + root.public_bytes(PEM)


def _certificate(
    name: str,
    public_key: ec.EllipticCurvePublicKey,
    now: datetime,
    days: int,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    is_root = issuer is None
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = now.replace(microsecond=0) - timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(is_root=is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if not is_root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
