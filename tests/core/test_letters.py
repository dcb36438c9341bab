"""What paper can print: every Turkish letter and the signs of measuring, nothing hidden."""

import pytest

from apps.core.letters import texts_of, unprintable


def test_turkish_letters_and_signs_of_measuring_are_printed():
    assert unprintable("çğıöşüÇĞİÖŞÜâîû – — “” ± µ μ Ω ° ² ³ ≤ ≥ × · √ α σ Δ Å Ø ő ű ž Ł\n") == []


@pytest.mark.parametrize(
    "letter", ["字", "\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b", "\ue000", "₂"]
)
def test_what_has_no_glyph_or_hides_is_told_once(letter):
    assert unprintable(f"a{letter}b{letter}") == [letter]


def test_the_texts_of_facts_are_found_at_any_depth():
    assert list(texts_of({"a": "x", "b": [{"c": "y"}, None, 3], "d": {"e": ["z"]}})) == ["x", "y", "z"]
