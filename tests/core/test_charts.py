"""Charts: one SVG for page and paper, safe under a strict CSP, readable without colour and by ear."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from apps.core.charts import (
    Band,
    Chart,
    Column,
    DensityCurve,
    Forest,
    Found,
    LabCell,
    LabDots,
    Line,
    MandelBar,
    MandelBars,
    MandelGroup,
    Pair,
    Profile,
    ProfileRow,
    Score,
    ScoreBars,
    Share,
    ShareBars,
    StateColumns,
    Tick,
    Youden,
    render,
)
from apps.core.charts.lines import spread_apart
from apps.core.charts.numbers import number, percent
from apps.core.charts.theme import FONT, TEXT, TOKENS

STYLES = Path(__file__).parents[2] / "consortium" / "static" / "css" / "tokens.css"
DOTS = LabDots(
    title="Laboratory L2 varies more than the others",
    description="Two laboratories, three replicates each.",
    laboratories=(
        LabCell(label="L1", replicates=(61.0, 61.5, 61.2)),
        LabCell(label="L2", replicates=(58.0, 64.5, 66.2), flag="outlier"),
    ),
    x_title="Laboratory",
    y_title="Strength (MPa)",
    mean=Line(value=61.4, label="mean 61.4"),
    band=Band(low=60.2, high=62.6, label="mean ± s_R"),
    limits=(Line(value=57.5, label="at least 57.5"),),
)
MANDEL = MandelBars(
    title="h and k",
    description="One characteristic.",
    groups=(
        MandelGroup(
            label="Strength",
            bars=(MandelBar(laboratory="L1", h=2.4, k=1.9), MandelBar(laboratory="L2", h=-0.4, k=None)),
        ),
    ),
    h_title="h",
    k_title="k",
    h_5=Line(value=1.78, label="5 %"),
    h_1=Line(value=2.06, label="1 %"),
    k_5=Line(value=1.54, label="5 %"),
    k_1=Line(value=1.77, label="1 %"),
)
SHARES = ShareBars(
    title="China mines most",
    description="Two countries.",
    shares=(Share(label="China", share=0.62), Share(label="Türkiye", share=0.043)),
    x_title="Share of production",
    limit=Line(value=0.4, label="limit 40 %"),
)
COLUMNS = StateColumns(
    title="Most certificates are valid",
    description="Counts by state.",
    columns=(Column(label="Issued", count=1214), Column(label="Withdrawn", count=0)),
    y_title="certificates",
)
SCORES = ScoreBars(
    title="Iron: the z of L3 is an action signal",
    description="Scores of three laboratories.",
    scores=(
        Score(laboratory="L2", value=-34.2),
        Score(laboratory="L1 (you)", value=0.4),
        Score(laboratory="L3", value=3.0),
    ),
    x_title="Laboratory",
    y_title="z score",
    warning=Line(value=2, label="warning"),
    action=Line(value=3, label="action"),
)
PROFILE = Profile(
    title="Your h lies beyond a limit at 1 of 2 characteristics",
    description="h of three laboratories.",
    rows=(
        ProfileRow(label="Iron", own=2.1, others=(-0.9, -1.2)),
        ProfileRow(label="Moisture", own=None, others=(0.4, -0.4)),
    ),
    x_title="h (mean)",
    own="your laboratory",
    others="the others",
    at_5=Line(value=1.75, label="5 %"),
    at_1=Line(value=2.06, label="1 %"),
    both_sides=True,
)
FOREST = Forest(
    title="Equivalent: the 90 % interval 0.2 to 1.1 MPa lies within ±5 MPa",
    description="Two laboratories.",
    laboratories=(
        Found(label="L1 (you)", value=-0.4, text="−0.4"),
        Found(label="L2", value=1.7, text="1.7"),
    ),
    overall=Found(label="all laboratories", value=0.65, text="0.65", low=0.2, high=1.1),
    x_title="Strength: B minus A, MPa",
    nothing=Line(value=0, label="no difference"),
    margins=(Line(value=-5, label="margin −5 MPa"), Line(value=5, label="margin 5 MPa")),
)
YOUDEN = Youden(
    title="The laboratories scatter along the diagonal",
    description="Three laboratories.",
    pairs=(
        Pair(label="L1 (you)", x=61.0, y=61.4, kind="own"),
        Pair(label="L2", x=62.0, y=62.5),
        Pair(label="L3", x=60.1, y=63.8, kind="flagged"),
    ),
    x_title="A: strength, MPa",
    y_title="B: strength, MPa",
    x_median=Line(value=61.0, label="median 61.0"),
    y_median=Line(value=62.5, label="median 62.5"),
    diagonal="45°",
)
DENSITY = DensityCurve(
    title="The laboratories gather in one place",
    description="Two laboratories.",
    curve=((59.0, 0.01), (60.0, 0.2), (61.0, 0.5), (62.0, 0.1), (63.0, 0.01)),
    tops=(Line(value=61.0, label="61.0: 2 laboratories"),),
    laboratories=(Tick(label="L1 (you)", value=60.8, own=True), Tick(label="L2", value=61.3)),
    x_title="Mean, MPa",
    y_title="Density",
)
WIDE = [DOTS, MANDEL, SHARES, COLUMNS, SCORES, PROFILE, FOREST, YOUDEN, DENSITY]
NARROW = [replace(spec, narrow=True) for spec in WIDE]
ALL = WIDE + NARROW
ROOM_ON_A_PHONE = 360 - 2 * 16 - 2 * 16
"""Pixels of a small phone without the padding of page and card."""


def named(spec: Chart) -> str:
    return type(spec).__name__ + (" for a phone" if spec.narrow else "")


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # drawn by ourselves


def texts(svg: str) -> list[str]:
    return [" ".join(element.itertext()) for element in parse(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("spec", ALL, ids=named)
def test_it_is_an_image_with_title_and_description(spec: Chart) -> None:
    root = parse(render(spec))
    names = [element.tag.split("}")[1] for element in list(root)[:2]]
    assert (root.get("role"), names) == ("img", ["title", "desc"])
    assert [root[0].text, root[1].text] == [spec.title, spec.description]
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"


@pytest.mark.parametrize("spec", ALL, ids=named)
def test_it_holds_nothing_a_strict_csp_would_stop(spec: Chart) -> None:
    svg = render(spec)
    tags = {element.tag.split("}")[1] for element in parse(svg).iter()}
    assert tags <= {"svg", "g", "path", "line", "rect", "text", "tspan", "title", "desc"}
    assert not re.search(r"\b(style|class|on\w+|href|src)=|url\(|<\?|@import", svg)


LONG = "Laboratory of the Technical University"


@pytest.mark.parametrize(
    "spec",
    [
        *NARROW,
        replace(NARROW[0], laboratories=(LabCell(label=LONG, replicates=(61.0, 88.5), flag="outlier"),)),
        replace(NARROW[1], groups=(replace(MANDEL.groups[0], label=LONG), MANDEL.groups[0])),
        replace(NARROW[2], shares=(Share(label=LONG * 3, share=0.999),), limit=None),
        replace(NARROW[3], columns=(Column(label=LONG * 3, count=1_214_000),)),
    ],
    ids=named,
)
def test_for_a_phone_it_fits_without_scrolling(spec: Chart) -> None:
    assert float(parse(render(spec)).get("width", "")) <= ROOM_ON_A_PHONE


@pytest.mark.parametrize(("wide", "narrow"), list(zip(WIDE, NARROW, strict=True)))
def test_for_a_phone_it_says_what_it_says_at_a_desk(wide: Chart, narrow: Chart) -> None:
    said = {text for text in texts(render(wide)) if not re.fullmatch(r"[−\d.,]+( %)?", text)}
    left_out = {"Laboratory", "Strength", "Share of production", "certificates"}  # titles of axes and groups
    assert said - left_out <= set(texts(render(narrow)))


@pytest.mark.parametrize("spec", [SHARES, COLUMNS], ids=named)
def test_for_a_phone_every_number_stands_at_its_bar(spec: Chart) -> None:
    numbers = {"62 %", "4.3 %"} if spec is SHARES else {"1,214", "0"}
    assert numbers <= set(texts(render(replace(spec, narrow=True))))


@pytest.mark.parametrize("spec", ALL, ids=named)
def test_the_font_of_most_texts_is_said_once(spec: Chart) -> None:
    root = parse(render(spec))
    assert (root.get("font-family"), root.get("font-size")) == (FONT, f"{TEXT}px")
    said = [element.get("font-size") for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all(size != f"{TEXT}px" for size in said)
    assert render(spec).count("font-family") == 1


def test_it_escapes_every_text() -> None:
    bad = '</text><script>alert(1)</script>"&'
    spec = replace(
        SHARES,
        title=bad,
        description=bad,
        x_title=bad,
        shares=(Share(label=bad, share=0.5),),
        limit=Line(value=0.4, label=bad),
    )
    svg = render(spec)
    assert "<script" not in svg
    assert texts(svg).count(bad) == 3


def test_it_drops_control_and_direction_characters() -> None:
    spec = replace(COLUMNS, title="a\x00b\u202ec", columns=(Column(label="x\x01y\u2066", count=1),))
    svg = render(spec)
    assert (parse(svg)[0].text, "xy" in texts(svg)) == ("abc", True)


def test_a_label_is_never_an_expression() -> None:
    label = "'+datum.count+'"
    assert label in texts(render(replace(COLUMNS, columns=(Column(label=label, count=7),))))


def test_numbers_follow_the_language() -> None:
    english = texts(render(SHARES))
    turkish = texts(render(replace(SHARES, locale="tr")))
    assert ("62 %" in english, "4.3 %" in english) == (True, True)
    assert ("%62" in turkish, "%4,3" in turkish) == (True, True)
    dots = replace(
        DOTS,
        locale="tr",
        limits=(),
        band=None,
        mean=None,
        laboratories=(LabCell(label="L1", replicates=(1.1, 1.3)),),
    )
    assert any(re.fullmatch(r"1,\d+", text) for text in texts(render(dots)))
    assert (number(-1234.5, 1, "tr"), number(-1234.5, 1, "en")) == ("−1.234,5", "−1,234.5")
    assert (percent(0.4, 0, "tr"), percent(0.4, 0, "en")) == ("%40", "40 %")


def test_lines_and_flags_are_named() -> None:
    assert {"mean 61.4", "mean ± s_R", "at least 57.5", "outlier"} <= set(texts(render(DOTS)))


def test_an_empty_cell_has_no_bar() -> None:
    full = replace(
        MANDEL,
        groups=(
            MandelGroup(
                label="Strength",
                bars=(MandelBar(laboratory="L1", h=2.4, k=1.9), MandelBar(laboratory="L2", h=-0.4, k=0.5)),
            ),
        ),
    )
    assert texts(render(full)).count("L2") - texts(render(MANDEL)).count("L2") == 1


def test_colours_agree_with_the_tokens() -> None:
    light = STYLES.read_text().split("@media")[0]
    written = dict(re.findall(r"--(chart-[\w-]+): (#[0-9a-f]{6});", light))
    assert written == TOKENS


def test_the_card_of_a_chart_is_white_in_every_scheme() -> None:
    dark = STYLES.read_text().split("@media", 1)[1]
    assert "--chart-" not in dark


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("colour", "least"), [("chart-ink", 4.5), ("chart-soft", 4.5), ("chart-limit", 4.5), ("chart-first", 3)]
)
def test_words_and_marks_stand_out_from_the_paper(colour: str, least: float) -> None:
    assert contrast(TOKENS[colour], TOKENS["chart-paper"]) >= least
    assert contrast(TOKENS[colour], TOKENS["chart-band"]) >= least


def roles(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_in_both_schemes(scheme: str) -> None:
    light, dark = STYLES.read_text().split("@media")
    role = roles(light) | (roles(dark) if scheme == "dark" else {})
    pairs = [
        (ink, ground)
        for ink in ("ink", "ink-soft", "accent")
        for ground in ("paper", "surface", "accent-tint")
    ]
    pairs += [
        ("accent-ink", "accent"),
        ("accent-ink", "accent-strong"),
        ("bar-ink", "bar"),
        ("bar-soft", "bar"),
    ]
    for tone in ("good", "warn", "bad", "info", "internal"):
        pairs += [
            (tone, "paper"),
            (tone, "surface"),
            (tone, f"{tone}-tint"),
            ("ink", f"{tone}-tint"),
            ("ink-soft", f"{tone}-tint"),
        ]
    assert {
        pair: contrast(role[pair[0]], role[pair[1]])
        for pair in pairs
        if contrast(role[pair[0]], role[pair[1]]) < 4.5
    } == {}
    assert contrast(role["line-strong"], role["paper"]) >= 3


def test_the_same_chart_is_drawn_once() -> None:
    asked: list[str] = []

    def cache(key: str, make: Callable[[], str]) -> str:
        asked.append(key)
        return make()

    spec = replace(COLUMNS, title="drawn once")
    assert render(spec, cache=cache) == render(spec, cache=cache)
    render(replace(spec, title="drawn twice"), cache=cache)
    assert len(set(asked)) == len(asked) == 2


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="No drawing for Chart"):
        render(Chart(title="", description=""))


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        ([], []),
        ([10, 40], [10, 40]),
        ([10, 10], [2.5, 17.5]),
        ([0, 1, 50], [-7, 8, 50]),
        ([0, 0, 0], [-15, 0, 15]),
    ],
)
def test_names_move_apart_as_little_as_needed(wanted: list[float], placed: list[float]) -> None:
    assert spread_apart(wanted, 15) == pytest.approx(placed)
