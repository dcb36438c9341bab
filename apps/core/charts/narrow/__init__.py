"""The same charts for a phone: laboratories and countries in rows, the values to the right, nothing to scroll."""

from apps.core.charts.narrow.bars import columns_in_rows, shares_in_rows
from apps.core.charts.narrow.density import narrow_density
from apps.core.charts.narrow.forest import narrow_forest
from apps.core.charts.narrow.lab_dots import lab_dots_in_rows
from apps.core.charts.narrow.mandel_bars import mandel_in_rows
from apps.core.charts.narrow.profile import narrow_profile
from apps.core.charts.narrow.score_bars import scores_in_rows
from apps.core.charts.narrow.youden import narrow_youden

__all__ = [
    "columns_in_rows",
    "lab_dots_in_rows",
    "mandel_in_rows",
    "narrow_density",
    "narrow_forest",
    "narrow_profile",
    "narrow_youden",
    "scores_in_rows",
    "shares_in_rows",
]
