"""What a chart is made of: frozen values and texts that are already translated."""

from dataclasses import dataclass
from typing import Literal

Locale = Literal["en", "tr"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A value across the picture, named at its right end."""

    value: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Band:
    """A range behind the picture, named at its upper edge."""

    low: float
    high: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What every chart has: the finding as its title, a description in words, the reader's language.

    `narrow` draws it for a phone.
    """

    title: str
    description: str
    locale: Locale = "en"
    narrow: bool = False


@dataclass(frozen=True, kw_only=True)
class LabCell:
    """Results of one laboratory for one characteristic; `flag` is a word such as "outlier"."""

    label: str
    replicates: tuple[float, ...]
    flag: str = ""


@dataclass(frozen=True, kw_only=True)
class LabDots(Chart):
    """Replicates and cell means per laboratory, with general mean, band and limits (ISO 5725-2, 7.2)."""

    laboratories: tuple[LabCell, ...]
    x_title: str
    y_title: str
    mean: Line | None = None
    band: Band | None = None
    limits: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MandelBar:
    """Mandel's h and k of one laboratory; None where the cell is empty."""

    laboratory: str
    h: float | None
    k: float | None


@dataclass(frozen=True, kw_only=True)
class MandelGroup:
    """The bars of one characteristic or level."""

    label: str
    bars: tuple[MandelBar, ...]


@dataclass(frozen=True, kw_only=True)
class MandelBars(Chart):
    """Mandel's h above, k below, by characteristic (ISO 5725-2, 7.3.1); limits are positive numbers."""

    groups: tuple[MandelGroup, ...]
    h_title: str
    k_title: str
    h_5: Line
    h_1: Line
    k_5: Line
    k_1: Line


@dataclass(frozen=True, kw_only=True)
class Score:
    """How far a laboratory lies from the assigned value."""

    laboratory: str
    value: float
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class ScoreBars(Chart):
    """Scores on both sides of zero, in the order given; limits are positive numbers (ISO 13528, 9.4)."""

    scores: tuple[Score, ...]
    x_title: str
    y_title: str
    warning: Line
    action: Line


@dataclass(frozen=True, kw_only=True)
class ProfileRow:
    """One characteristic: a laboratory's own value (None where it has none) and those of the others."""

    label: str
    own: float | None
    others: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Profile(Chart):
    """One laboratory over all characteristics against the others; limits are positive numbers.

    `both_sides` draws the limits on both sides of zero. Own and others are named above the first row.
    """

    rows: tuple[ProfileRow, ...]
    x_title: str
    own: str
    others: str
    at_5: Line
    at_1: Line
    both_sides: bool


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one laboratory, or all together, found: a value, its interval where it has one, both as text."""

    label: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Forest(Chart):
    """Differences (or ratios) of laboratories in the order given, all together below, the margins across.

    `nothing` is the line of no difference; `margins` are those that the question asks for.
    """

    laboratories: tuple[Found, ...]
    overall: Found
    x_title: str
    nothing: Line
    margins: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The means of one laboratory for two materials; `kind` is how it is marked."""

    label: str
    x: float
    y: float
    kind: Literal["", "own", "flagged", "left_out"] = ""


@dataclass(frozen=True, kw_only=True)
class Youden(Chart):
    """Two similar materials, a point for each laboratory, with the medians and the line of 45 degrees."""

    pairs: tuple[Pair, ...]
    x_title: str
    y_title: str
    x_median: Line
    y_median: Line
    diagonal: str


@dataclass(frozen=True, kw_only=True)
class Tick:
    """The value of one laboratory below a curve."""

    label: str
    value: float
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class DensityCurve(Chart):
    """A density as (value, height) from left to right, its tops named, the laboratories as ticks below."""

    curve: tuple[tuple[float, float], ...]
    tops: tuple[Line, ...]
    laboratories: tuple[Tick, ...]
    x_title: str
    y_title: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of the whole, between 0 and 1."""

    label: str
    share: float


@dataclass(frozen=True, kw_only=True)
class ShareBars(Chart):
    """Shares as horizontal bars, in the order given, with one limit."""

    shares: tuple[Share, ...]
    x_title: str
    limit: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """How many there are of one kind."""

    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class StateColumns(Chart):
    """Counts by category, in the order given."""

    columns: tuple[Column, ...]
    y_title: str
