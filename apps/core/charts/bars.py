"""The colours of bars by how far out they lie."""

from apps.core.charts.theme import FIRST, INK, LIMIT, SECOND, VegaLite


def coloured(*, framed: bool = True) -> VegaLite:
    """Give the colours of bars by their level: beyond a limit they are filled and framed."""
    return {
        "fill": {
            "condition": [
                {"test": "datum.level == 2", "value": LIMIT},
                {"test": "datum.level == 1", "value": SECOND},
            ],
            "value": FIRST,
        },
        "fillOpacity": {"condition": {"test": "datum.level > 0", "value": 1}, "value": 0.55},
        "stroke": {"value": INK},
        "strokeWidth": {"condition": {"test": "datum.level > 0", "value": int(framed)}, "value": 0},
    }
