"""Draw a chart: Vega-Lite by vl-convert, kept by the hash of its content."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from importlib.metadata import version
from threading import Lock
from typing import Any, Final

import vl_convert

from apps.core.charts.density import density
from apps.core.charts.forest import forest
from apps.core.charts.lab_dots import lab_dots
from apps.core.charts.mandel_bars import mandel_bars
from apps.core.charts.narrow import (
    columns_in_rows,
    lab_dots_in_rows,
    mandel_in_rows,
    narrow_density,
    narrow_forest,
    narrow_profile,
    narrow_youden,
    scores_in_rows,
    shares_in_rows,
)
from apps.core.charts.numbers import FORMAT_LOCALES
from apps.core.charts.profile import profile
from apps.core.charts.score_bars import score_bars
from apps.core.charts.share_bars import share_bars
from apps.core.charts.specs import (
    Chart,
    DensityCurve,
    Forest,
    LabDots,
    MandelBars,
    Profile,
    ScoreBars,
    ShareBars,
    StateColumns,
    Youden,
)
from apps.core.charts.state_columns import state_columns
from apps.core.charts.svg import clean, finish
from apps.core.charts.theme import VegaLite
from apps.core.charts.youden import youden

Cache = Callable[[str, Callable[[], str]], str]
"""Give what is kept under a key, or make and keep it; Django's `cache.get_or_set` is one."""

VEGA_LITE: Final = "5.21"
VL_CONVERT: Final = version("vl-convert-python")
DRAWINGS: Final[dict[type[Chart], tuple[Callable[[Any], VegaLite], Callable[[Any], VegaLite]]]] = {
    DensityCurve: (density, narrow_density),
    Forest: (forest, narrow_forest),
    LabDots: (lab_dots, lab_dots_in_rows),
    MandelBars: (mandel_bars, mandel_in_rows),
    Profile: (profile, narrow_profile),
    ScoreBars: (score_bars, scores_in_rows),
    ShareBars: (share_bars, shares_in_rows),
    StateColumns: (state_columns, columns_in_rows),
    Youden: (youden, narrow_youden),
}
"""What draws each kind of chart: for a desk, for a phone."""
KEPT: Final = 128
_kept: OrderedDict[str, str] = OrderedDict()
_lock = Lock()


def render(spec: Chart, *, cache: Cache | None = None) -> str:
    """Give the chart as SVG text, safe to put into a page as it is.

    The first drawing in a process takes about 2 s. Raises TypeError on an unknown kind of chart.
    """
    drawing = _drawing(spec)
    key = _key(spec, drawing)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]

    def make() -> str:
        return _draw(spec, drawing, key)

    svg = cache(f"chart:{key}", make) if cache else make()
    with _lock:
        _kept[key] = svg
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return svg


def _drawing(spec: Chart) -> VegaLite:
    if type(spec) not in DRAWINGS:
        message = f"No drawing for {type(spec).__name__}."
        raise TypeError(message)
    wide, narrow = DRAWINGS[type(spec)]
    return narrow(spec) if spec.narrow else wide(spec)


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case dict():
            return {name: _cleaned(part) for name, part in value.items()}
        case list():
            return [_cleaned(part) for part in value]
    return value


def _key(spec: Chart, drawing: VegaLite) -> str:
    content = [spec.title, spec.description, spec.locale, drawing, VL_CONVERT]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:24]


def _draw(spec: Chart, drawing: VegaLite, key: str) -> str:
    source = vl_convert.vegalite_to_svg(
        _cleaned(drawing),
        vl_version=VEGA_LITE,
        allowed_base_urls=[],
        format_locale=FORMAT_LOCALES[spec.locale],
    )
    return finish(source, title=spec.title, description=spec.description, key=key)
