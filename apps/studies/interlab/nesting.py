"""The spread of one material split between laboratories, batches and replicates, as plain data."""

from typing import Any

from apps.studies.interlab.arranging import Material
from apps.studies.statistics.figures import Interval
from apps.studies.statistics.nested import UnbalancedError, nested_of

Plain = dict[str, Any]


def components_of(material: Material) -> Plain:
    """Give the components of a file with a column batch; null and a note where the design is not balanced."""
    try:
        found = nested_of(material.batches)
    except UnbalancedError as error:
        return dict.fromkeys(("mean", "u_mean", "s_r", "s_batch", "s_L", "s_intermediate", "s_R")) | {
            "notes": [str(error)]
        }
    parts = {
        "s_r": found.s_r,
        "s_batch": found.s_batch,
        "s_L": found.s_L,
        "s_intermediate": found.s_intermediate,
        "s_R": found.s_R,
    }
    return {
        "mean": found.mean,
        "u_mean": found.u_mean,
        "mean_ci95": _ends(found.mean_interval),
        **{name: part.sd for name, part in parts.items()},
        **{f"{name}_ci95": _ends(part.interval) for name, part in parts.items()},
        "notes": [
            f"The variance of {name} came out negative and is set to 0."
            for name, part in parts.items()
            if part.variance_raw < 0
        ],
    }


def _ends(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
