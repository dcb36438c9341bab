"""Where sheets, raw files and reports lie: under their SHA-256, whatever somebody called them."""

from pathlib import Path
from typing import Final

from django.conf import settings

SHEETS: Final = "sheets"
RAW_FILES: Final = "raw"
REPORTS: Final = "reports"


def path_of(folder: str, name: str) -> Path:
    """Give the place of a file in a folder by its SHA-256."""
    return Path(settings.MEDIA_ROOT) / folder / name
