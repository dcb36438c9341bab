"""The width of the narrow charts."""

from typing import Final

NARROW: Final = 284
"""Pixels that a phone of 360 leaves a picture in its card."""
