"""The fonts of paper; the only place that names them."""

import os
from pathlib import Path
from typing import Final

FONT_FOLDER: Final = Path(os.environ.get("FONT_FOLDER", "/usr/share/fonts/truetype/liberation")).resolve()
"""Where the four faces of Liberation Sans lie (Debian: fonts-liberation)."""

FACES: Final = (
    ("LiberationSans-Regular.ttf", "normal", "normal"),
    ("LiberationSans-Bold.ttf", "bold", "normal"),
    ("LiberationSans-Italic.ttf", "normal", "italic"),
    ("LiberationSans-BoldItalic.ttf", "bold", "italic"),
)
