"""Canonical JSON is what jcs writes, byte for byte, however fast it is written."""

import jcs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.canonical import canonical, canonical_rows

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**70), 2**70)
values = st.recursive(
    st.none() | st.booleans() | texts | numbers,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(values)
def test_writes_what_jcs_writes(value):
    assert canonical(value).encode() == jcs.canonicalize(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_writes_numbers_as_jcs_does(value):
    assert canonical([value]).encode() == jcs.canonicalize([value])


@pytest.mark.parametrize(
    ("value", "text"),
    [  # RFC 8785, appendix B
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (-1.7976931348623157e308, "-1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e21, "1e+21"),
        (0.000001, "0.000001"),
        (333333333.3333333, "333333333.3333333"),
        (1424953923781206.2, "1424953923781206.2"),
    ],
)
def test_numbers_are_those_of_the_standard(value, text):
    assert canonical(value) == text


def test_names_stand_in_the_order_of_utf_16():
    # RFC 8785, 3.2.3: the smiley begins with D83D and so comes before FB33.
    assert list(map(ord, canonical({"\ufb33": 1, "\U0001f600": 2})[2:3])) == [0x1F600]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), {"x": {1.5}}, object()])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        canonical(value)


@given(st.lists(st.tuples(texts, st.integers(0, 2**53 - 1), texts), max_size=5))
def test_rows_are_written_as_arrays(rows):
    assert canonical_rows(rows).encode() == jcs.canonicalize([list(row) for row in rows])
