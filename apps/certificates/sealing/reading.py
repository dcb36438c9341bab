"""What stands in a PDF of unknown origin: its seals, and the facts enclosed in it. No verdict: `rules/authenticity`.

Run it in a process of its own (`sandbox`): the file may be made to exhaust whoever parses it.
"""

import asyncio
import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pikepdf
from asn1crypto import cms, core
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from apps.certificates.sealing.enclosed import ENCLOSED, facts_hash_of
from apps.certificates.sealing.found import Reading, SealFound, Trust
from apps.certificates.sealing.material import fingerprint_of, name_of
from apps.certificates.sealing.seal import as_asn1

MOST_SEALS: Final = 5
LONGEST_ENCLOSED: Final = 5_000_000
NUMBER: Final = re.compile(r"CC-[0-9]{4}-[0-9]{6,9}-[0-9A-Z]")


def read_pdf(pdf: bytes, trust: Trust) -> Reading:
    """Read what can be read; a broken file gives what was found before the trouble."""
    if b"%PDF-" not in pdf[:1024]:
        return Reading(is_pdf=False, trouble="not_a_pdf")
    seals: tuple[SealFound, ...] = ()
    trouble = ""
    try:
        seals = tuple(_seals(pdf, trust))
    except Exception as error:  # noqa: BLE001 - whatever a parser says of a stranger's file
        trouble = type(error).__name__
    try:
        number, text = _enclosed(pdf)
    except Exception as error:  # noqa: BLE001 - as above
        return Reading(seals=seals, trouble=trouble or type(error).__name__)
    said, computed = facts_hash_of(text)
    return Reading(
        seals=seals,
        number=number,
        facts_sha256=computed,
        facts_are_consistent=said == computed if computed else None,
        trouble=trouble,
    )


def _seals(pdf: bytes, trust: Trust) -> Iterator[SealFound]:
    reader = PdfFileReader(BytesIO(pdf), strict=False)
    for signature in list(reader.embedded_signatures)[:MOST_SEALS]:
        yield _seal(pdf, signature, trust)


def _seal(pdf: bytes, signature: EmbeddedPdfSignature, trust: Trust) -> SealFound:
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    signed_at = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=list(map(as_asn1, trust.certificates)), moment=signed_at, allow_fetching=False
    )
    status = validate_pdf_signature(signature, context, skip_diff=True)
    fingerprint = fingerprint_of(certificate)
    return SealFound(
        fingerprint=fingerprint,
        signer=name_of(certificate)[:200],
        signed_at=signed_at.isoformat() if signed_at else None,
        is_ours=_is_trusted(signature, context) and (trust.pins is None or fingerprint in trust.pins),
        is_sound=bool(status.valid),
        is_intact=bool(status.intact),
        is_in_place=_is_in_place(pdf, signature),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


def _is_trusted(signature: EmbeddedPdfSignature, context: ValidationContext) -> bool:
    """Tell whether the certificate leads to a root at the moment that the seal names.

    Asked apart from the signature: pyHanko trusts nobody any more once the bytes are changed, and whose seal it
    was that somebody broke is the question.
    """
    validator = CertificateValidator(signature.signer_cert, signature.other_embedded_certs, context)
    try:
        asyncio.run(validator.async_validate_usage({"non_repudiation"}))  # type: ignore[no-untyped-call]
    except (PathError, ValidationError):
        return False
    return True


def _is_in_place(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the gap of the byte range holds just the signature, written as we write it, and then zeros.

    No seal covers this gap. Whatever else stood in it would be a change that no hash tells.
    """
    ranges = [int(one) for one in signature.byte_range]
    if len(ranges) != 4 or ranges[0] != 0:  # noqa: PLR2004 - two spans
        return False
    gap = pdf[ranges[1] : ranges[2]]
    content = signature.pkcs7_content
    plain = _plain_form(signature)
    return gap == b"<%s>" % content.hex().upper().encode() and content == plain.ljust(len(content), b"\0")


def _plain_form(signature: EmbeddedPdfSignature) -> bytes:
    """Write the signature anew from its parts that are signed, or checked otherwise, and nothing else.

    Much of a signature is not signed itself: versions, the list of algorithms, certificates that nobody needs.
    """
    signer = signature.signer_info
    parts = {
        name: signer[name]
        for name in ("sid", "signed_attrs", "signature", "unsigned_attrs")
        if not isinstance(signer[name], core.Void)  # its value would be parsed in full
    }
    ecdsa = {"algorithm": "sha256_ecdsa"}
    plain = cms.SignerInfo(
        {"version": "v1", "digest_algorithm": {"algorithm": "sha256"}, "signature_algorithm": ecdsa, **parts}
    )
    certificates = [signature.signer_cert, *signature.other_embedded_certs]
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [plain],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump())


def _enclosed(pdf: bytes) -> tuple[str, str]:
    """Give the number that the file names, and the text of the enclosed facts."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        title = str(opened.docinfo.get("/Title", ""))[:500]
        text = ""
        if ENCLOSED in opened.attachments:
            text = (
                opened.attachments[ENCLOSED]
                .get_file()
                .read_bytes()[:LONGEST_ENCLOSED]
                .decode(errors="replace")
            )
    number = _number_in(text) or next(iter(NUMBER.findall(title)), "")
    return number, text


def _number_in(text: str) -> str:
    try:
        said = json.loads(text)["number"]
    except (ValueError, KeyError, TypeError):
        return ""
    return said if isinstance(said, str) and NUMBER.fullmatch(said) else ""
