"""The folder of issued PDFs: each under its own SHA-256, there before anything says so."""

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from apps.certificates.models import Certificate
from apps.certificates.selectors import FOLDER, pdf_path
from apps.core.canonical import sha256

UNFINISHED: Final = ".part"
LEFT_BEHIND: Final = timedelta(hours=24)


def keep(pdf: bytes) -> str:
    """Store a PDF so that it outlives a crash, and give its SHA-256. Keeping the same bytes again is harmless."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(pdf)
    handle, unfinished = tempfile.mkstemp(suffix=UNFINISHED, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(folder / f"{name}.pdf")
    except OSError:
        Path(unfinished).unlink(missing_ok=True)  # a full disk is not filled further
        raise
    _sync_folder(folder)
    return name


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(certificate: Certificate) -> bytes | None:
    """Give the PDF of a certificate; None if it is not there or is not what was issued."""
    if not certificate.pdf_sha256:
        return None
    try:
        pdf = pdf_path(certificate).read_bytes()
    except FileNotFoundError:
        return None
    return pdf if sha256(pdf) == certificate.pdf_sha256 else None


def lost() -> str:
    """Say that a file is not there."""
    return _(
        "The file of this certificate is not in the archive as it was issued. Tell the certification body."
    )


def tidy(*, now: datetime) -> None:
    """Remove unfinished files of workers that died long ago."""
    oldest = (now - LEFT_BEHIND).timestamp()
    for unfinished in (Path(settings.MEDIA_ROOT) / FOLDER).glob(f"*{UNFINISHED}"):
        if unfinished.stat().st_mtime < oldest:
            unfinished.unlink(missing_ok=True)
