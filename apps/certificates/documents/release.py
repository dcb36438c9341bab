"""The gate before a certificate goes out: archive PDF, a seal that holds, and the frozen facts enclosed."""

from io import BytesIO
from typing import Final

from django.conf import settings
from pikepdf import pdfa

from apps.certificates.documents import paper
from apps.certificates.rules.authenticity import AUTHENTIC, judged
from apps.certificates.sealing.found import Trust
from apps.certificates.sealing.material import PEM, Material
from apps.certificates.sealing.reading import read_pdf
from apps.certificates.sealing.seal import sealed, unsealed
from apps.certificates.services import Printing

FLAVOUR: Final = "3b"
AS_BEFORE: Final = "the paper of the former file"


class GateError(Exception):
    """Why a file may not go out."""


def released(printing: Printing, material: Material) -> bytes:
    """Give the sealed file of a certificate, as it may go out. Raises `GateError`.

    The moment that the seal names is that of the number, or the first of a key that is newer than the number:
    the same certificate under the same key gives the same bytes.
    """
    return _through_the_gate(paper.printed(printing), printing, material)


def released_again(printing: Printing, material: Material, former: bytes | None) -> tuple[bytes, str]:
    """Give the same paper under another seal, and what made it. Raises `GateError`.

    The paper is taken out of the former file: by now templates and renderer may be others. Without it, it is
    printed anew.
    """
    same = unsealed(former) if former else None
    made_with = AS_BEFORE if same else paper.made_with()
    return _through_the_gate(same or paper.printed(printing), printing, material), made_with


def _through_the_gate(pdf: bytes, printing: Printing, material: Material) -> bytes:
    check_archive(pdf)
    moment = max(printing.numbered_at, material.certificate.not_valid_before_utc)
    finished = sealed(pdf, material, moment, time_stamp_address=settings.TIME_STAMP_ADDRESS)
    check_seal(finished, printing, material)
    return finished


def check_archive(pdf: bytes) -> None:
    """Refuse what is not PDF/A-3b. Asked of the unsealed paper: the checker knows no forms, and a seal is a field."""
    report = pdfa.validate_written(BytesIO(pdf), FLAVOUR)
    if not report.passed:
        found = "; ".join(f"{one.rule} at {one.where}" for one in report.findings[:5])
        message = f"The paper is no PDF/A-3b: {found}"
        raise GateError(message)


def check_seal(pdf: bytes, printing: Printing, material: Material) -> None:
    """Refuse a file that a stranger would not find authentic, or that encloses other facts than the frozen ones."""
    trust = Trust((material.root.public_bytes(PEM).decode(),), (material.fingerprint,))
    reading = read_pdf(pdf, trust)
    if judged(reading).verdict != AUTHENTIC:
        message = f"The seal does not hold: {reading}"
        raise GateError(message)
    if (reading.number, reading.facts_sha256) != (printing.number, printing.facts_sha256):
        raise GateError("The file does not enclose the facts of its certificate.")
