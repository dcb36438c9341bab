"""A laboratory's number: read exactly, with the digits as reported, or refused with the reason."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

PLAIN: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
"""The usual case; nothing that matches it can be slow."""

SCIENTIFIC: Final = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
COMMA: Final = re.compile(r"-?[0-9]+,[0-9]+")
LIMIT: Final = re.compile(r"([<>])\s*(\S+)")
OTHER_LIMIT: Final = re.compile(r"(?:[≤≥]|[<>]=)\s*[0-9.,]+")
PERCENT: Final = re.compile(r"-?[0-9.,]+\s*%")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T].*)?")

BELOW, ABOVE, NOT_DETECTED = "<", ">", "ND"

MOST_DIGITS: Final = 15
"""Digits of a number; more than double precision holds is no measurement."""

MOST_BEFORE: Final = 15
MOST_AFTER: Final = 20
"""Places before and after the decimal point that are stored."""

LONGEST: Final = 40
"""Characters of a number; what is stored as reported."""


def read_number(text: str) -> Decimal | str:
    """Give the number, or the code of the fault.

    Never hands a number to Decimal whose length or exponent has not been bounded first.
    """
    if PLAIN.fullmatch(text) and len(text) <= MOST_DIGITS + 1:
        return Decimal(text)
    found = SCIENTIFIC.fullmatch(text)
    if found is None:
        return _not_a_number(text)
    whole, fraction, exponent = found[1], found[2] or "", found[3] or "0"
    digits = (whole + fraction).lstrip("0")
    if len(digits) > MOST_DIGITS:
        return "too_many_digits"
    if len(exponent) > len("-20") or len(text) > LONGEST:
        return "out_of_range"
    return _in_range(Decimal(text), len(fraction) - int(exponent))


def read_reported(text: str) -> tuple[str, str] | str:
    """Give qualifier and digits of what a laboratory reports, or the code of the fault.

    `<0.01` and `>20` say that the result lies beyond a limit, `ND` that nothing was detected (no digits).
    """
    if text.upper() == NOT_DETECTED:
        return NOT_DETECTED, ""
    found = LIMIT.fullmatch(text) if text[:1] in "<>" else None
    qualifier, digits = (found[1], found[2]) if found and text[1:2] != "=" else ("", text)
    read = read_number(digits)
    return read if isinstance(read, str) else (qualifier, digits)


def fault_of_uncertainty(text: str) -> str:
    """Give the code of the fault of an expanded uncertainty; empty if it is a positive number."""
    read = read_number(text)
    if isinstance(read, str):
        return read
    return "" if read > 0 else "uncertainty_not_positive"


def are_plain(texts: Sequence[str]) -> bool:
    """Tell whether each of many texts is a number of the usual case, which `read_number` would give."""
    return max(map(len, texts), default=0) <= MOST_DIGITS + 1 and all(map(PLAIN.fullmatch, texts))


def _in_range(value: Decimal, places: int) -> Decimal | str:
    fits = places <= MOST_AFTER and (not value or value.adjusted() < MOST_BEFORE)
    return value if fits else "out_of_range"


def _not_a_number(text: str) -> str:
    for code, shape in KNOWN_SHAPES.items():
        if shape.fullmatch(text):
            return code
    return "formula" if text[:1] in tuple("=+-@") and text != "-" else "not_a_number"


KNOWN_SHAPES: Final = {"decimal_comma": COMMA, "other_limit": OTHER_LIMIT, "percent": PERCENT, "day": DAY}
"""What people write instead of a number, by the code of the fault."""
