"""Published production as shares, against figures computed independently from the same source."""

import pytest
from django.utils.translation import override

from apps.core.errors import Missing
from apps.supply import selectors
from apps.supply.services import load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference()


@pytest.mark.parametrize(
    ("code", "year", "top", "share", "hhi", "upper"),
    [  # usgs_key_minerals_concentration.csv of the reference folder
        ("cobalt", 2025, "CD", "0.7311", 5554, 5562),
        ("cobalt", 2020, "CD", "0.6889", 4836, 4865),
        ("gallium", 2024, "CN", "0.9894", 9789, 9789),
        ("gallium", 2020, "CN", "0.9694", 9401, 9401),
    ],
)
def test_it_gives_the_shares_others_computed(code, year, top, share, hhi, upper):
    found = selectors.concentration_of(code, year=year)
    assert (found.top.country.code, str(round(found.top.share, 4))) == (top, share)
    assert (found.hhi, found.hhi_upper) == (hhi, upper)


def test_the_newest_year_with_figures_is_the_default():
    assert selectors.concentration_of("lithium").year == 2025
    assert selectors.concentration_of("germanium").year == 2020


def test_withheld_figures_are_named_and_in_no_share():
    found = selectors.concentration_of("magnesium")
    assert [country.code for country in found.unpublished] == ["US"]
    assert sum(row.share for row in found.shares) == 1


def test_the_rest_of_the_world_is_counted_and_belongs_to_no_country():
    found = selectors.concentration_of("aluminium")
    assert round(sum(row.share for row in found.shares) + found.rest_share, 6) == 1
    assert found.rest == 7_000_000
    assert found.hhi < found.hhi_upper


@pytest.mark.parametrize(("code", "year"), [("unobtainium", None), ("germanium", 2023), ("cobalt", 1900)])
def test_what_is_not_published_is_missing(code, year):
    with pytest.raises(Missing):
        selectors.concentration_of(code, year=year)


def test_all_inputs_cost_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        found = selectors.concentrations()
    assert [one.tone for one in found if one.input.code in {"aluminium", "lithium"}] == ["warn", "good"]


def test_countries_are_sorted_by_the_readers_alphabet():
    english = [country.name for country in selectors.countries()]
    assert english.index("Cuba") < english.index("Curaçao") < english.index("Cyprus")
    with override("tr"):
        turkish = [country.name for country in selectors.countries()]
    assert turkish.index("Cibuti") < turkish.index("Çad") < turkish.index("Danimarka")


def test_choices_of_filters_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        inputs, countries = selectors.choices()
    assert (len(inputs), len(countries)) == (8, 249)
    assert inputs[0] == ("aluminium", "Aluminium")
