"""Charts: plain values in, one SVG for page and PDF out. Pure: knows no Django.

    svg = render(ShareBars(...), cache=django_cache.get_or_set)

The SVG carries title and description, no scripts, styles or outside references; every text in it is escaped.
"""

from apps.core.charts.render import Cache, render
from apps.core.charts.specs import (
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
)

__all__ = [
    "Band",
    "Cache",
    "Chart",
    "Column",
    "DensityCurve",
    "Forest",
    "Found",
    "LabCell",
    "LabDots",
    "Line",
    "MandelBar",
    "MandelBars",
    "MandelGroup",
    "Pair",
    "Profile",
    "ProfileRow",
    "Score",
    "ScoreBars",
    "Share",
    "ShareBars",
    "StateColumns",
    "Tick",
    "Youden",
    "render",
]
