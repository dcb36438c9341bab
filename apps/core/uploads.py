"""The limit of an uploaded file: what is longer is thrown away while it comes in, before anything stores it."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MARK = "upload_too_large"


class LimitedUpload(FileUploadHandler):
    """Stands first in FILE_UPLOAD_HANDLERS: counts, and lets no more than UPLOAD_LIMIT_BYTES pass.

    A longer file is missing from `request.FILES`; `was_too_large(request)` says why.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._bytes = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count each file from the start."""
        self._bytes = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a chunk on to the handler that keeps it, or skip the rest of the file."""
        self._bytes += len(raw_data)
        if self._bytes > settings.UPLOAD_LIMIT_BYTES:
            if self.request is not None:
                setattr(self.request, MARK, True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing: the next handler makes the file."""


def was_too_large(request: HttpRequest) -> bool:
    """Tell whether a file of this request was thrown away for its length."""
    return bool(getattr(request, MARK, False))
