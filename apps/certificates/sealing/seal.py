"""Sealing a PDF: PAdES B-B, certified against every change, the same bytes for the same paper, key and moment.

pyHanko does the work. Four things are held still here that would differ each time, and one that breaks PDF/A:
the moment, the second half of the file's ID, the metadata (they are the paper's own), ECDSA's random number
(RFC 6979), and the extension that stock pyHanko declares for keys on curves, with which it raises the version
of the catalog to 2.0 (reference/certificates.md, 2.8).
"""

import hashlib
import re
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import pdf_signer
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from apps.certificates.sealing.material import Material, SealError
from apps.certificates.sealing.token import TokenError

FIELD: Final = "IssuerSeal"
DER: Final = serialization.Encoding.DER
ROOM_FOR_THE_REST: Final = 2048  # bytes beside the certificates; a signature takes about 500 of them
LONGEST_SIGNATURE: Final = 72  # bytes of ECDSA on P-256 in DER
META: Final = signers.PdfSignatureMetadata(
    field_name=FIELD,
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    certify=True,
    docmdp_permissions=MDPPerm.NO_CHANGES,
)


def sealed(pdf: bytes, material: Material, moment: datetime, *, time_stamp_address: str = "") -> bytes:
    """Give the sealed file; `moment` (aware) is the time that it names. With a time-stamp address it is PAdES B-T.

    Without a time-stamp, and with a key at hand, the same input gives the same bytes. Raises `SealError` where
    the key's token or the authority of time does not answer.
    """
    stamper = _Stamper(time_stamp_address) if time_stamp_address else None
    writer = _Appending(BytesIO(pdf))
    writer.name_after(pdf)
    try:
        sealer = _Sealer(moment, _Signer(material), stamper)
        out: BytesIO = sealer.sign_pdf(writer, bytes_reserved=None if stamper else _room(material))
    except (TokenError, TimestampRequestError) as error:
        message = f"The file could not be sealed: {error}"
        raise SealError(message) from error
    finished = out.getvalue()
    if stamper is not None:
        check_time_stamp(finished)
    return finished


def unsealed(pdf: bytes) -> bytes | None:
    """Give the paper under one of our seals, byte for byte; None if it is not to be found.

    It ends where the hash of all before is the second half of the file's ID, as `_Appending.name_after` writes it.
    """
    for end in re.finditer(rb"%%EOF\n", pdf):
        paper, added = pdf[: end.end()], pdf[end.end() :]
        if _second_name(paper).hex().encode() in added.lower():
            return paper
    return None


def _second_name(paper: bytes) -> bytes:
    return hashlib.sha256(paper).digest()[:16]


def check_time_stamp(pdf: bytes) -> None:
    """Refuse a time-stamp that is not one over this seal. Raises `SealError`.

    Whether its authority is to be trusted is for who reads the file; that it holds is ours to see.
    """
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(
        signature, ValidationContext(trust_roots=[], allow_fetching=False), skip_diff=True
    )
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid):
        raise SealError("The file could not be sealed: the authority's time-stamp is not one over this seal.")


class _Stamper(HTTPTimeStamper):  # type: ignore[misc]  # pyHanko's client has no types
    """An authority of time; whatever is wrong with its answer is an answer that did not come."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except TimestampRequestError:
            raise
        except Exception as error:
            message = f"The time-stamp authority's answer cannot be read: {error!r}"
            raise TimestampRequestError(message) from error


def _room(material: Material) -> int:
    """Give the hexadecimal digits that the signature may take; pyHanko would make one for trial to find out."""
    chain = (material.certificate, *material.issuers)
    return 2 * (ROOM_FOR_THE_REST + sum(len(one.public_bytes(DER)) for one in chain))


class _Appending(IncrementalPdfFileWriter):
    """Adds the seal to a paper and leaves the paper's own metadata as they are."""

    def name_after(self, pdf: bytes) -> None:
        first, _random = self._document_id
        second = generic.ByteStringObject(_second_name(pdf))
        self._document_id = generic.ArrayObject([first, second])
        self.trailer["/ID"] = self._document_id

    def _update_meta(self) -> None:
        pass


class _Sealer(signers.PdfSigner):
    def __init__(self, moment: datetime, signer: signers.Signer, stamper: TimeStamper | None) -> None:
        super().__init__(META, signer=signer, timestamper=stamper)
        self._moment = moment

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        pdf_signer._ensure_esic_ext(pdf_out)

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:  # noqa: FBT001, FBT002 - pyHanko's
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session


class _Signer(signers.Signer):
    """Signs with the seal's key, at hand or in a token; pyHanko's own parses the key twice a file."""

    def __init__(self, material: Material) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        for issuer in material.issuers:
            store.register(as_asn1(issuer))
        super().__init__(signing_cert=as_asn1(material.certificate), cert_registry=store, embed_roots=False)
        self._material = material

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's
        return bytes(LONGEST_SIGNATURE) if dry_run else self._material.sign(data)


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Give a certificate as pyHanko takes it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(DER))
