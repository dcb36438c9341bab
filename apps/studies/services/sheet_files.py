"""Keeping sheets and raw files, durably."""

import os
import tempfile
from pathlib import Path

from apps.core.canonical import sha256
from apps.studies.files import path_of


def keep(folder: str, content: bytes) -> str:
    """Store a file durably in a folder and give its SHA-256; the same content twice is one file."""
    name = sha256(content)
    place = path_of(folder, name)
    if place.exists():
        return name
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent, suffix=".draft")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _sync(place.parent)
    return name


def _sync(folder: Path) -> None:
    """Make the new name itself durable."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
