"""Scores, profile, forest, Youden plot and density: every mark and word in its place, for 3 to 300 laboratories."""

from dataclasses import replace
from itertools import combinations

import pytest

from apps.core.charts import Chart, Line, Score, render
from apps.core.charts.axes import round_places
from apps.core.charts.naming import Box, named_beside
from apps.core.charts.theme import FIRST, LIMIT, SECOND
from tests.core.charted import parse, size, texts, words
from tests.core.laboratory_charts import LABS, density, forest, labs, profile, scores, youden


@pytest.mark.parametrize("narrow", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("count", LABS)
@pytest.mark.parametrize("kind", [scores, profile, forest, youden, density], ids=lambda kind: kind.__name__)
def test_no_word_is_cut_off_or_lies_on_another(kind, count: int, narrow: bool) -> None:
    svg = render(replace(kind(count), narrow=narrow))
    wide, high = size(svg)
    found = sorted(words(svg), key=lambda word: word.text)
    assert [w for w in found if w.left < 0 or w.top < 0 or w.right > wide + 1 or w.bottom > high + 1] == []
    assert [(one.text, other.text) for one, other in combinations(found, 2) if one.meets(other)] == []


@pytest.mark.parametrize("narrow", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("count", LABS)
@pytest.mark.parametrize("kind", [scores, forest, youden, density], ids=lambda kind: kind.__name__)
def test_ones_own_laboratory_is_always_named(kind, count: int, narrow: bool) -> None:
    said = texts(render(replace(kind(count), narrow=narrow)))
    assert any(text.partition(":")[0] == "L01 (you)" for text in said)


@pytest.mark.parametrize("narrow", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("kind", [scores, forest], ids=lambda kind: kind.__name__)
def test_every_laboratory_of_thirty_is_named(kind, narrow: bool) -> None:
    said = texts(render(replace(kind(30), narrow=narrow)))
    assert {lab for lab, _value in labs(30)} <= set(said)


def fills(spec: Chart) -> list[str]:
    return [
        element.get("fill", "") for element in parse(render(spec)).iter() if element.get("aria-label") is None
    ]


@pytest.mark.parametrize(
    ("value", "colour"),
    [(2.0, FIRST), (-2.0, FIRST), (2.01, SECOND), (-2.99, SECOND), (3.0, LIMIT), (-34.2, LIMIT)],
)
def test_a_score_of_three_calls_for_action_and_one_of_two_does_not_warn_yet(
    value: float, colour: str
) -> None:
    for narrow in (False, True):
        spec = replace(scores(3), scores=(Score(laboratory="L1", value=value),), narrow=narrow)
        assert {LIMIT, SECOND, FIRST} & set(fills(spec)) - words_colours(spec) == {colour}


def words_colours(spec: Chart) -> set[str]:
    """The colour of the limits' names where no bar has it."""
    drawn = [element.get("fill") for element in parse(render(spec)).iter() if element.tag.endswith("path")]
    return {LIMIT} - set(drawn)


def test_a_blunder_is_cut_and_its_number_tells_the_rest() -> None:
    for narrow in (False, True):
        said = texts(render(replace(scores(30), narrow=narrow)))
        assert "12.50" in said
        assert "15" not in said  # the axis ends at 10


def test_limits_stand_on_both_sides_of_zero_where_the_figure_has_two() -> None:
    for narrow in (False, True):
        h = words(render(replace(profile(8), narrow=narrow)))
        k = words(render(replace(profile(8), narrow=narrow, both_sides=False)))
        assert [sum(word.text == "5 %" for word in found) for found in (h, k)] == [2, 1]


def test_a_one_sided_question_shows_one_margin() -> None:
    spec = forest(8)
    for narrow in (False, True):
        said = texts(render(replace(spec, margins=spec.margins[:1], narrow=narrow)))
        assert ("margin −2 MPa" in said, "margin 2 MPa" in said) == (True, False)


def test_lines_stand_at_their_values() -> None:
    """The margins of −2 and 2 are drawn as far from no difference as the axis says."""
    for narrow in (False, True):
        found = {word.text: word for word in words(render(replace(forest(3), narrow=narrow)))}
        ticks = {text: (found[text].left + found[text].right) / 2 for text in ("−2", "2", "0")}
        lines = sorted({x for x in rules(replace(forest(3), narrow=narrow)) if x})
        for at in ticks.values():
            assert min(abs(at - line) for line in lines) < 1.5


def rules(spec: Chart) -> list[float]:
    """Where vertical lines stand, in pixels from the left edge."""

    def walk(element, x: float) -> list[float]:
        moved = element.get("transform", "").removeprefix("translate(").partition(",")[0]
        x += float(moved) if moved else 0.0
        own = [x] if element.tag.endswith("line") and element.get("x2", "0") == "0" else []
        return own + [at for child in element for at in walk(child, x)]

    return walk(parse(render(spec)), 0.0)


@pytest.mark.parametrize("kind", [scores, profile, forest, youden, density], ids=lambda kind: kind.__name__)
def test_it_escapes_names_of_laboratories(kind) -> None:
    bad = "</text><script>"
    spec = kind(3)
    if kind is profile:
        spec = replace(spec, own=bad)
    elif kind is scores:
        spec = replace(spec, scores=(Score(laboratory=bad, value=1.0),))
    elif kind is forest:
        spec = replace(spec, overall=replace(spec.overall, label=bad))
    elif kind is youden:
        spec = replace(spec, x_median=replace(spec.x_median, label=bad))
    else:
        spec = replace(spec, tops=(Line(value=0.0, label=bad),))
    for narrow in (False, True):
        svg = render(replace(spec, narrow=narrow))
        assert "<script" not in svg
        assert bad in texts(svg)


def fine(kind) -> Chart:
    """A chart whose axes need decimals."""
    spec = kind(8)
    if kind is youden:
        return replace(spec, pairs=spec.pairs[:1], x_median=Line(value=60.9, label=""))
    if kind is density:
        return replace(
            spec, curve=tuple((x / 10, y) for x, y in spec.curve), laboratories=spec.laboratories[:1]
        )
    return spec


@pytest.mark.parametrize("kind", [scores, profile, youden, density], ids=lambda kind: kind.__name__)
def test_the_axes_follow_the_language(kind) -> None:
    english, turkish = (texts(render(replace(fine(kind), locale=locale))) for locale in ("en", "tr"))
    numbers = [text for text in english if text.replace(".", "").replace("−", "").isdigit() and "." in text]
    assert numbers
    assert {text.replace(".", ",") for text in numbers} <= set(turkish)


@pytest.mark.parametrize(
    ("low", "high", "about", "values", "decimals"),
    [
        (0.0, 1.0, 5, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), 1),
        (-7.0, 12.0, 4, (-5, 0, 5, 10), 0),
        (123456.001, 123456.004, 3, (123456.001, 123456.002, 123456.003, 123456.004), 3),
        (0.31, 0.79, 4, (0.4, 0.6), 1),
    ],
)
def test_axes_have_round_places(low, high, about, values, decimals) -> None:
    found = round_places(low, high, about)
    assert (found.values, found.decimals) == (pytest.approx(values), decimals)


def test_a_name_without_room_is_left_out_unless_it_must_stand() -> None:
    crowd = [
        (20.0, 20.0, "L01"),
        *((20.0 + 6 * x, 20.0 + 6 * y, "L") for x in (-2, 0, 2) for y in (-2, 0, 2)),
    ]
    frame = Box(0, 0, 60, 60)
    assert "L01" not in [one.text for one in named_beside(crowd, frame)]
    assert named_beside(crowd, frame, sure=1)[0].text == "L01"
