"""Numbers and days in the reader's language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

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


def test_shares_and_days_follow_the_language():
    with override("en"):
        assert (percent(Decimal("0.405")), day(date(2026, 5, 3))) == ("40.5 %", "3 May 2026")
    with override("tr"):
        assert (percent(Decimal("0.405")), day(date(2026, 5, 3))) == ("%40,5", "3 Mayıs 2026")


def test_moments_are_told_in_the_platforms_time_zone():
    with override("en"):
        assert moment(datetime(2026, 5, 3, 7, 12, tzinfo=UTC)) == "3 May 2026, 10:12"
