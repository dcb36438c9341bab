"""Shares and concentration: how much of a production comes from how few countries."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

SINGLE_COUNTRY_LINE: Final = Decimal("0.40")
"""Above this share of one country an input is shown as at risk."""


def shares_of(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Give each amount's share (0 to 1) of their sum; all zero where nothing is produced."""
    whole = sum(amounts, Decimal(0))
    return [amount / whole if whole else Decimal(0) for amount in amounts]


def herfindahl(shares: Iterable[Decimal]) -> int:
    """Give the Herfindahl-Hirschman index, 0 to 10,000: the sum of squared percentages, rounded.

    Source: US Department of Justice and Federal Trade Commission, Merger Guidelines (2023), 2.1.
    """
    return round(sum((share * 100) ** 2 for share in shares))


def tone_of(top_share: Decimal | None) -> str:
    """Give the tone of the largest share: good up to the line, warn beyond it, neutral if unknown."""
    if top_share is None:
        return "neutral"
    return "warn" if top_share > SINGLE_COUNTRY_LINE else "good"
