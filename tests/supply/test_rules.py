"""Shares, concentration and their tone."""

from decimal import Decimal

import pytest

from apps.supply.rules import herfindahl, shares_of, tone_of


def test_shares_are_of_the_sum():
    assert shares_of([Decimal(3), Decimal(1)]) == [Decimal("0.75"), Decimal("0.25")]


def test_nothing_produced_has_no_shares():
    assert shares_of([Decimal(0), Decimal(0)]) == [0, 0]


@pytest.mark.parametrize(
    ("shares", "index"), [(["1"], 10000), (["0.5", "0.5"], 5000), ([], 0), (["0.1"] * 10, 1000)]
)
def test_the_index_is_the_sum_of_squared_percentages(shares, index):
    assert herfindahl(Decimal(share) for share in shares) == index


@pytest.mark.parametrize(
    ("share", "tone"),
    [(None, "neutral"), ("0", "good"), ("0.40", "good"), ("0.400001", "warn"), ("1", "warn")],
)
def test_the_line_is_forty_per_cent(share, tone):
    assert tone_of(None if share is None else Decimal(share)) == tone
