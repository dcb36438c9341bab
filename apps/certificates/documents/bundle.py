"""Many certificates as one ZIP, written while it is sent: one file at a time is in memory."""

from collections.abc import Iterator, Sequence
from io import RawIOBase
from typing import Any
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.http import StreamingHttpResponse

from apps.certificates.documents import archive
from apps.certificates.models import Certificate
from apps.certificates.selectors import pdf_path
from apps.core.errors import Conflict


class _Passing(RawIOBase):
    """What `ZipFile` writes to: gives the bytes on, keeps none, and cannot be sought in."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: Any, /) -> int:
        """Take some bytes."""
        self._waiting += data
        return len(data)

    def taken(self) -> bytes:
        """Give what was written since the last time."""
        taken, self._waiting = bytes(self._waiting), bytearray()
        return taken


def answer(certificates: Sequence[Certificate], batch_id: UUID) -> StreamingHttpResponse:
    """Answer with the ZIP of a batch. Raises `Conflict` if a file is not there."""
    headers = {
        "Content-Disposition": f'attachment; filename="certificates-{str(batch_id)[:8]}.zip"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(zipped(certificates), content_type="application/zip", headers=headers)


def zipped(certificates: Sequence[Certificate]) -> Iterator[bytes]:
    """Check that every file is there, then give the ZIP in pieces, each file under its number. Raises `Conflict`.

    A file that turns out damaged on the way breaks the download off: a ZIP that lacks one would look whole.
    """
    if not all(pdf_path(one).is_file() for one in certificates):
        raise Conflict(archive.lost())
    return _pieces(certificates)


def _pieces(certificates: Sequence[Certificate]) -> Iterator[bytes]:
    passing = _Passing()
    with ZipFile(passing, "w", ZIP_STORED) as bundle:
        for one in certificates:
            if (pdf := archive.read(one)) is None:
                raise Conflict(archive.lost())
            moment = one.issued_at.timetuple()[:6] if one.issued_at else (1980, 1, 1, 0, 0, 0)
            bundle.writestr(ZipInfo(f"{one.number}.pdf", moment), pdf)
            yield passing.taken()
    yield passing.taken()
