"""A number as written in a file, kept exactly."""

import re
from decimal import Decimal
from typing import Final

from apps.studies.interlab.table import Line

WRITTEN: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")
LIMIT: Final = re.compile(r"[<>≤≥].*")
# Spreadsheets and data frames write counts as 3.0 once a cell of the column was empty.
WHOLE: Final = re.compile(r"([0-9]+)(?:\.0*)?")
MOST_CHARACTERS: Final = 60
MOST_COUNTED: Final = 9
"""Digits of a whole number."""

MOST_PLACES: Final = 60
"""Powers of ten above and below 1: squares of variances still fit float64."""


def number_of(line: Line, column: str) -> Decimal:
    """Read the number of one cell; BadFile where it is none, not finite, or too far from 1 for float64."""
    text = line.cells[column]
    if not WRITTEN.fullmatch(text) or len(text) > MOST_CHARACTERS:
        raise line.fault(_not_a_number(text, column))
    value = Decimal(text)
    if value and abs(value.adjusted()) > MOST_PLACES:
        raise line.fault(f"{column} {shown(text)} is beyond 1e{MOST_PLACES}.")
    return value


def whole_number_of(line: Line, column: str) -> int:
    """Read the whole number, not negative, of one cell; BadFile where it is none."""
    text = line.cells[column]
    found = WHOLE.fullmatch(text)
    if found is None or len(text) > MOST_CHARACTERS or len(found[1]) > MOST_COUNTED:
        raise line.fault(f"{column} {shown(text)} is not a whole number.")
    return int(found[1])


def _not_a_number(text: str, column: str) -> str:
    if not text:
        return f"{column} is empty."
    if COMMA.fullmatch(text):
        return f"{column} {shown(text)} has a decimal comma: write a point."
    if LIMIT.fullmatch(text):
        return f"{column} {shown(text)}: write the sign in the column qualifier, the number here."
    return f"{column} {shown(text)} is not a number."


def shown(text: str) -> str:
    """Quote a text of a file, cut to what a line can hold."""
    limit = 40
    return repr(text if len(text) <= limit else f"{text[:limit]}…")
