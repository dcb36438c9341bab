"""Time the whole analysis and the robust figures of 30 laboratories x 20 materials x 5 replicates, warm.

Run by `python tests/benchmarks/bench_statistics.py` from anywhere.
"""

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from apps.studies.statistics import Cells, analyse, intervals_of, robust_of
from apps.studies.statistics.algorithm_a import algorithm_a
from apps.studies.statistics.moments import moments_of
from apps.studies.statistics.precision import precision_of
from apps.studies.statistics.quantiles import quantiles_of

BUDGET_MS = 5.0
ALGORITHM_A_BUDGET_MS = 3.0
LABS, MATERIALS, REPLICATES = 30, 20, 5


def rows() -> list[tuple[str, str, int, Decimal]]:
    """Return 3000 made-up results with a true s_L of 1 and s_r of 0.5."""
    random = np.random.default_rng(5725)
    biases = random.normal(0, 1, (LABS, MATERIALS))
    values = 100 + biases[..., None] + random.normal(0, 0.5, (LABS, MATERIALS, REPLICATES))
    return [
        (f"L{lab}", f"M{material}", replicate, Decimal(f"{value:.3f}"))
        for (lab, material, replicate), value in np.ndenumerate(values)
    ]


def timed(work: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Return the least and the median time of one call in ms, after two calls to warm up."""
    work(), work()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return min(times), float(np.median(times))


def iterated(cells: Cells) -> object:
    """Algorithm A on the laboratory means of all materials, from the single results on."""
    return algorithm_a(quantiles_of(moments_of(cells).means))


def main() -> int:
    """Print the figures; exit code 1 when the analysis or Algorithm A misses its budget."""
    results = rows()
    cells = Cells.from_results(results)
    start = perf_counter()
    analysis = analyse(cells)
    print(f"first analysis, tables cold   {(perf_counter() - start) * 1000:8.2f} ms")
    for name, work, repeats in (
        ("precision only", lambda: precision_of(moments_of(cells)), 500),
        ("analyse", lambda: analyse(cells), 200),
        ("Algorithm A", lambda: iterated(cells), 200),
        ("all robust figures", lambda: robust_of(cells), 50),
        ("robust, Q on replicates", lambda: robust_of(cells, replicates=True), 50),
        ("intervals", lambda: intervals_of(cells), 100),
        ("Cells.from_results", lambda: Cells.from_results(results), 50),
        ("as_dict", analysis.as_dict, 50),
        ("as_dict and json.dumps", lambda: json.dumps(analysis.as_dict()), 50),
    ):
        least, median = timed(work, repeats)
        print(f"{name:<28}min {least:6.2f} ms   median {median:6.2f} ms")
    whole, _ = timed(lambda: analyse(cells), 200)
    robust, _ = timed(lambda: iterated(cells), 200)
    return int(whole > BUDGET_MS or robust > ALGORITHM_A_BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
