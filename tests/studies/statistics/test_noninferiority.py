import pytest

from apps.studies.statistics import Direction, non_inferiority_of
from tests.studies.statistics.comparisons import compared, shifted


@pytest.mark.parametrize(
    ("differences", "direction", "standing"),
    [
        (("-0.2", "-0.1", "-0.15", "-0.12"), "higher", "non_inferior"),
        (("-0.2", "-0.1", "-0.15", "-0.12"), "lower", "superior"),
        (("0.2", "0.1", "0.15", "0.12"), "higher", "superior"),
        (("2.2", "2.1", "2.15", "2.12"), "lower", "inferior"),
        (("-2.2", "1.9", "-0.5", "0.8"), "higher", "inconclusive"),
    ],
)
def test_judges_from_the_side_that_is_better(
    differences: tuple[str, ...], direction: Direction, standing: str
) -> None:
    found = non_inferiority_of(compared(**shifted(*differences)), direction, 1.0)
    assert found.standing == standing
    assert found.p_value is not None
    assert (found.p_value < found.alpha) == (standing in {"superior", "non_inferior"})


def test_gives_the_one_sided_bound() -> None:
    found = non_inferiority_of(compared(**shifted("0.1", "0.2", "0.3")), "higher", 1.0)
    # t of 95 % on two degrees of freedom from the tables: 2.919986.
    assert found.bound == pytest.approx(0.2 - 2.919986 * 0.1 / 3**0.5, rel=1e-6)
    assert found.ceiling == pytest.approx(0.2 + 2.919986 * 0.1 / 3**0.5, rel=1e-6)


def test_asks_for_superiority_only_after_non_inferiority_and_at_no_cost() -> None:
    found = non_inferiority_of(compared(**shifted("0.1", "0.2", "0.3")), "higher", 1.0)
    assert found.standing == "superior"
    assert found.p_value is not None
    assert found.p_superior is not None
    assert found.p_value < found.p_superior < found.alpha


def test_has_figures_but_no_standing_for_two_laboratories() -> None:
    found = non_inferiority_of(compared(**shifted("0.1", "0.11")), "higher", 1.0)
    assert found.standing is None
    assert found.bound is not None


def test_has_no_figures_for_one_laboratory() -> None:
    found = non_inferiority_of(compared(A=("1 2", "2 3")), "lower", 1.0)
    assert (found.advantage, found.bound, found.p_value, found.standing) == (None, None, None, None)


def test_has_an_answer_where_all_laboratories_find_the_same() -> None:
    found = non_inferiority_of(compared(**shifted("-1", "-1", "-1")), "higher", 1.0)
    assert (found.bound, found.p_value, found.standing) == (-1.0, 1.0, "inconclusive")


@pytest.mark.parametrize("margin", [0.0, -1.0, float("nan")])
def test_refuses_a_margin_that_is_none(margin: float) -> None:
    with pytest.raises(ValueError, match="margin"):
        non_inferiority_of(compared(**shifted("1", "2", "3")), "higher", margin)
