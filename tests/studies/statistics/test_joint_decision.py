from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.studies.statistics import Decision, all_hold, holm, p_of_all

p_values = st.dictionaries(st.text(min_size=1), st.floats(0, 1), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("decisions", "whole"),
    [
        (["equivalent", "equivalent"], "equivalent"),
        (["equivalent", "inconclusive"], "inconclusive"),
        (["equivalent", "different", "inconclusive"], "different"),
        (["equivalent", None], None),
        (["different", None], "different"),
        ([], None),
    ],
)
def test_needs_every_characteristic(decisions: Sequence[Decision | None], whole: Decision | None) -> None:
    assert all_hold(decisions) == whole


def test_takes_the_largest_p_of_several_characteristics_uncorrected() -> None:
    assert p_of_all([0.01, 0.04, 0.02]) == 0.04
    with pytest.raises(ValueError, match="one"):
        p_of_all([])


def test_corrects_the_best_of_many_as_holm_does() -> None:
    # Example of Holm's step-down by hand: 4 x .005, 3 x .01, 2 x .03, 1 x .04 (raised to .06).
    found = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert {name: p_value for name, (p_value, _) in found.items()} == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02}
    )
    assert [name for name, (_, holds) in found.items() if holds] == ["a", "d"]


@given(p_values)
def test_never_corrects_downwards_nor_out_of_order(given_p: dict[str, float]) -> None:
    found = {name: p_value for name, (p_value, _) in holm(given_p).items()}
    assert all(given_p[name] <= found[name] <= 1 for name in given_p)
    ordered = sorted(given_p, key=given_p.__getitem__)
    assert [found[name] for name in ordered] == sorted(found.values())
    assert all(
        found[one] == found[other] for one in given_p for other in given_p if given_p[one] == given_p[other]
    )
