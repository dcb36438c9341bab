"""A study of 300 laboratories, 50 characteristics and 5 replicates: closed by the service, then read on its pages.

Run by `make bench` or by hand. Measured is `close_study`: from 75,000 stored results to the stored run with its
proposals, in one transaction, against the pure engine on the same results in the same round.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.bench_lists import measure
from tests.benchmarks.place import place
from tests.studies import rounds

LABORATORIES, CHARACTERISTICS, REPLICATES = 300, 50, 5
BUDGET_S, PAGE_BUDGET_MS = 2.0, 150.0
PAGES = ("analysis", "outliers", "conclusion")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds of one call, by the clock and of this process."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


def engine(study: Any) -> Callable[[], object]:
    """The pure engine on the same results: arranged, analysed, proposed; nothing read, nothing written."""
    from apps.studies.rules.runs import cells_of
    from apps.studies.selectors import inputs_of
    from apps.studies.statistics import analyse
    from apps.studies.statistics.proposals import proposals_of

    inputs = inputs_of(study)

    def work() -> object:
        cells = cells_of(inputs)
        return analyse(cells), proposals_of(cells)

    return work


def one_round(cast: Any, *, compared: bool, profile: bool = False) -> tuple[Any, dict[str, float]]:
    """Make a study, time the pure engine on it, and close it."""
    from apps.studies import services

    study = rounds.opened(cast, CHARACTERISTICS, replicates=REPLICATES, compared=compared)
    count = rounds.handed_in(study, LABORATORIES, cast.actor("iris"))
    pure, _cpu = timed(engine(study))

    def close() -> None:
        services.close_study(study_id=study.pk, actor=cast.actor("iris"))

    if profile:
        profiled(close)
        return study, {}
    whole, used = timed(close)
    return study, {"results": count, "close": whole, "cpu": used, "engine": pure, "ratio": whole / pure}


def profiled(work: Callable[[], object]) -> None:
    """Print where the time of one call goes."""
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(work)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


def read(cast: Any, study: Any) -> bool:
    """Print status, queries and CPU milliseconds of the pages; tell whether the analysis page keeps its budget."""
    kept = True
    print(f"{'page':<28}{'status':>7}{'queries':>9}{'CPU ms':>9}")
    for path in [f"/studies/{study.pk}/{page}/" for page in PAGES] + [
        f"/api/v1/studies/{study.pk}/analysis/"
    ]:
        status, queries, milliseconds = measure(cast, "iris", path)
        print(f"{path.replace(str(study.pk), '…'):<28}{status:>7}{queries:>9}{milliseconds:>9.1f}")
        kept &= not path.startswith("/studies") or milliseconds <= PAGE_BUDGET_MS
    return kept


def main() -> int:
    """Print the figures; exit code 1 when the budget of closing is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="print where the time of closing goes")
    asked = parser.parse_args()
    with place() as cast:
        study, _cold = one_round(cast, compared=False)
        if asked.profile:
            one_round(cast, compared=False, profile=True)
            return 0
        for compared in (False, True):
            found = [one_round(cast, compared=compared) for _turn in range(asked.rounds)]
            study = found[-1][0]
            figures = {name: statistics.median(one[name] for _study, one in found) for name in found[0][1]}
            print(
                f"{figures['results']:>9,.0f} results: closed in {figures['close']:.2f} s"
                f" (CPU here {figures['cpu']:.2f} s), engine alone {figures['engine']:.2f} s,"
                f" closing / engine {figures['ratio']:.2f}"
            )
            if not compared:
                closing = figures["close"]
            read(cast, study)
    return int(closing > BUDGET_S)


if __name__ == "__main__":
    sys.exit(main())
