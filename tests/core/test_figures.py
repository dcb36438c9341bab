"""Numbers and days in the reader's language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from apps.core.templatetags.figures import day, moment, number, percent


@pytest.mark.parametrize(
    ("value", "places", "english", "turkish"),
    [
        (Decimal("1234.50"), "", "1,234.50", "1.234,50"),
        (0.05, 3, "0.050", "0,050"),
        (7, "", "7", "7"),
        (None, "", "–", "–"),
    ],
)
def test_numbers_follow_the_language(value, places, english, turkish):
    with override("en"):
        assert number(value, places) == english
    with override("tr"):
        assert number(value, places) == turkish


@given(
    st.floats(-1e15, 1e15) | st.decimals(-(10**12), 10**12, places=5),  # Babel rounds to 28 digits at most
    st.integers(0, 8),
    st.sampled_from(["en", "tr"]),
)
@example(2.675, 2, "en")
@example(-0.001, 2, "tr")
@example(0.125, 2, "tr")
def test_numbers_are_written_as_babel_writes_them(value, places, language):
    pattern = "#,##0" + ("." + "0" * places if places else "")
    with override(language):
        told = format_decimal(Decimal(str(value)), format=pattern, locale=language, decimal_quantization=True)
        assert number(value, places) == told


def test_shares_and_days_follow_the_language():
    with override("en"):
        assert (percent(Decimal("0.405")), day(date(2026, 5, 3))) == ("40.5 %", "3 May 2026")
    with override("tr"):
        assert (percent(Decimal("0.405")), day(date(2026, 5, 3))) == ("%40,5", "3 Mayıs 2026")


def test_moments_are_told_in_the_platforms_time_zone():
    with override("en"):
        assert moment(datetime(2026, 5, 3, 7, 12, tzinfo=UTC)) == "3 May 2026, 10:12"
