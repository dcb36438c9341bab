"""The look of every chart. Colours are those of consortium/static/css/tokens.css (a test compares them)."""

from typing import Any, Final

VegaLite = dict[str, Any]

PAPER: Final = "#ffffff"
INK: Final = "#16222c"
SOFT: Final = "#4d5b66"
LINE: Final = "#d8dedd"
FIRST: Final = "#0b5566"
SECOND: Final = "#c98a1b"
LIMIT: Final = "#a3222a"
BAND: Final = "#e4f0f2"
TOKENS: Final = {
    "chart-paper": PAPER,
    "chart-ink": INK,
    "chart-soft": SOFT,
    "chart-line": LINE,
    "chart-first": FIRST,
    "chart-second": SECOND,
    "chart-limit": LIMIT,
    "chart-band": BAND,
}

FONT: Final = "Liberation Sans, system-ui, Arial, sans-serif"
WIDTH: Final = 520
TEXT: Final = 12
TEXT_GAP: Final = 15

CONFIG: Final[VegaLite] = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "domainColor": SOFT,
        "gridColor": LINE,
        "gridWidth": 0.7,
        "labelColor": INK,
        "labelFontSize": TEXT,
        "labelLimit": 0,  # looking whether a label is too long takes a quarter of the drawing; names set their own
        "labelPadding": 6,
        "tickColor": SOFT,
        "tickSize": 4,
        "titleColor": SOFT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "titlePadding": 12,
    },
    "axisX": {"grid": False, "labelAngle": 0},
    "axisY": {"domain": False, "ticks": False, "tickCount": 6},
    "text": {"color": INK, "fontSize": TEXT},
    "tick": {"opacity": 1},  # Vega-Lite's 0.7 pales a mean, and costs a transparency group each on paper
}


def on_paper(words: VegaLite) -> list[VegaLite]:
    """Give a layer of words with paper around each letter, so that a line behind them does not cross them out."""
    paper = {**words, "mark": {**words["mark"], "stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}}
    return [paper, words]


def drawing(layers: list[VegaLite], *, width: int = WIDTH, height: int) -> VegaLite:
    """Give a Vega-Lite specification of layers with the house's look."""
    return {
        "background": None,
        "padding": 6,
        "config": CONFIG,
        "width": width,
        "height": height,
        "layer": layers,
    }
