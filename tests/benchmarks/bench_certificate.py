"""From a decision to the issued certificate, with a real worker, beside bare WeasyPrint on the same pages.

Run by `make bench` or by hand (`--count`, `--processes`). All in one run, and the bare rendering both before and
after the platform's: these machines are shared, so figures of different runs do not compare. What is measured:

- seconds from the commit of the decision until the certificate is issued, one at a time and many at once;
- certificates a minute, against the same HTML rendered by WeasyPrint alone in one process and in several: once the
  making alone (render, gate, seal, self-check, store), once with all that follows (record, news, letters);
- the parts of one issue in milliseconds, in this process; memory of the worker before and after.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.alloy_round import evaluated, laboratories
from tests.benchmarks.bare_rendering import Cost, bare, page_of
from tests.benchmarks.issue_parts import parts_of
from tests.benchmarks.place import place

LOOK_EVERY = 0.01, 0.1  # seconds, for one and for many: looking costs the database time
PATIENCE = 300.0


# --- The platform -----------------------------------------------------------------------------
def approve(cast: Any, rows: list[Any], look: Callable[[], object] = bool) -> float:
    """Approve in one transaction; give the moment of its commit. `look` is called just before it."""
    from django.db import transaction

    from apps.certificates import services

    committed: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(time.perf_counter()))  # runs before the news is sent
        for row in rows:
            services.approve(certificate_id=row.pk, actor=cast.actor("bea"), reasons="Carried.", months=24)
        look()
    return committed[0]


def issued(rows: list[Any], since: float) -> list[float]:
    """Wait until all are issued; give the seconds of each."""
    from apps.certificates.models import Certificate

    waiting, seconds = {row.pk for row in rows}, []
    while waiting:
        found = Certificate.objects.unscoped("benchmark").filter(pk__in=waiting, state="issued")
        for key in list(found.values_list("pk", flat=True)):
            seconds.append(time.perf_counter() - since)
            waiting.remove(key)
        assert time.perf_counter() - since < PATIENCE, f"{len(waiting)} of {len(rows)} are not issued"
        time.sleep(LOOK_EVERY[len(rows) > 1])
    return seconds


def memory(worker: Any) -> tuple[float, float]:
    """Give MB of the worker with all its processes: proportional share, and the largest process."""
    first = psutil.Process(worker.process.pid)
    sizes = [member.memory_full_info() for member in (first, *first.children(recursive=True))]
    return sum(one.pss for one in sizes) / 1e6, max(one.rss for one in sizes) / 1e6


def cpu(pid: int) -> float:
    """Give the CPU seconds of a process with all that it started, so far."""
    first = psutil.Process(pid)
    return sum(sum(member.cpu_times()[:4]) for member in (first, *first.children(recursive=True)))


def database() -> int:
    """Give the process of the embedded PostgreSQL."""
    return int((Path(os.environ["CONSORTIUM_HOME"]) / "postgres" / "postmaster.pid").read_text().split()[0])


# --- The whole --------------------------------------------------------------------------------
def say(words: str, *figures: str) -> None:
    """Print a line."""
    print(f"{words:<46}" + "".join(f"{figure:>12}" for figure in figures))


def say_seconds(words: str, seconds: list[float]) -> None:
    """Print a line of a series."""
    say(words, f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}", str(len(seconds)))


def say_memory(words: str, worker: Any) -> None:
    """Print what the worker holds now."""
    say(words, *(f"{size:.0f}" for size in memory(worker)))


def making_alone(rows: list[Any], count: int, processes: int) -> None:
    """Make approved ones by a real worker that does nothing else; bare rendering before and after."""
    from apps.certificates.tasks import issue
    from tests.workers import own_broker, running_worker

    def order(some: list[Any], look: Callable[[], object] = bool) -> float:
        look()
        since = time.perf_counter()
        for row in some:
            issue.delay(str(row.pk))
        return since

    warm, many = rows[:-count], rows[-count:]
    with own_broker(), running_worker(concurrency=processes, sweep=300.0, queues="pdf") as worker:
        issued(warm, order(warm))
        for row in warm:
            row.refresh_from_db()
        pages = [page_of(warm[0])] * count
        costs = [bare(pages, processes)]
        _seconds, ours = many_at_once(partial(order, many), many, worker.process.pid)
        costs.append(bare(pages, processes))
    say_rates({processes: costs}, ours, processes, "The making alone")


def with_worker(cast: Any, rows: list[Any], count: int, processes: int) -> None:
    """Issue by a real worker, warm, one at a time, many at once; bare rendering before and after the many."""
    from tests.workers import own_broker, running_worker

    warm, single, many = rows[: -2 * count], rows[-2 * count : -count], rows[-count:]
    with own_broker(), running_worker(concurrency=processes, sweep=20.0) as worker:
        say("MB of the worker, all its processes", "share", "largest")
        say_memory("ready", worker)
        first = issued(warm, approve(cast, warm))
        say_memory(f"after {len(warm)} certificates", worker)
        alone = [issued([row], approve(cast, [row]))[0] for row in single]
        say_memory(f"after {len(warm) + count}", worker)
        for row in single:
            row.refresh_from_db()
        pages = [page_of(row) for row in single]
        ways = (1,) if processes == 1 else (1, processes)
        around = {way: [bare(pages, way)] for way in ways}
        at_once, ours = many_at_once(partial(approve, cast, many), many, worker.process.pid)
        say_memory(f"after {len(rows)}", worker)
        for way in ways:
            around[way].append(bare(pages, way))
    say("\nSeconds from the decision to issued", "median", "maximum", "count")
    say_seconds("the first ones after a start, at once", first)
    say_seconds("one at a time", alone)
    say_seconds(f"{count} at once, worker of {processes} processes", at_once)
    say_rates(around, ours, processes, "With record, news and letters")


def many_at_once(
    start: Callable[[Callable[[], object]], float], rows: list[Any], worker: int
) -> tuple[list[float], Cost]:
    """Issue many at once; give the seconds of each, and what one costs from the start on, which `start` tells."""
    spent: list[tuple[float, float]] = []

    def look() -> None:
        spent.append((cpu(worker), cpu(database())))

    seconds = issued(rows, start(look))
    look()
    of_worker, of_database = (after - before for before, after in zip(*spent, strict=True))
    count = len(rows)
    return seconds, Cost(max(seconds) / count, of_worker / count, of_database / count)


def say_rates(around: dict[int, list[Cost]], ours: Cost, processes: int, words: str) -> None:
    """Print what one costs, and ours against the bare ones. CPU is what a busy machine does not change much."""
    say(f"\n{words}", "a minute", "ours / it", "CPU s each", "ours / it")
    for way, costs in around.items():
        hands = "one process" if way == 1 else f"{way} processes"
        clock, spent = (statistics.mean(getattr(cost, name) for cost in costs) for name in ("clock", "cpu"))
        ratios = f"{clock / ours.clock:.2f}", f"{spent / (ours.cpu + ours.database):.2f}"
        say(f"bare WeasyPrint, {hands}", f"{60 / clock:.0f}", ratios[0], f"{spent:.3f}", ratios[1])
    say(f"the platform, worker of {processes} processes", f"{60 / ours.clock:.0f}", "", f"{ours.cpu:.3f}", "")
    say("   and the database", "", "", f"{ours.database:.3f}")


def say_parts(spent: dict[str, list[float]]) -> None:
    """Print the parts of an issue."""
    say("\nParts of one issue, warm, nobody else at work", "median ms", "maximum")
    for words, milliseconds in spent.items():
        say(words, f"{statistics.median(milliseconds):.1f}", f"{max(milliseconds):.1f}")


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description="Measure the making of certificates.")
    asked.add_argument("--count", type=int, default=20, help="how many one at a time, and again at once")
    asked.add_argument("--processes", type=int, default=2, help="processes of the worker")
    said = asked.parse_args()
    warm, apart = 2 * said.processes, 6
    with place(news=True) as cast:
        from django.utils import timezone

        from apps.audit import outbox
        from apps.audit.models import Delivery

        os.environ["LOG_LEVEL"] = "INFO"  # the worker says when it is ready
        publish, outbox.publish = outbox.publish, lambda _entry_id: None
        leads = laboratories(cast)
        count = said.count
        rows = [evaluated(cast, leads, f"Round {number}") for number in range(apart + 2 * warm + 3 * count)]
        first, alone, rest = rows[:apart], rows[apart : apart + warm + count], rows[apart + warm + count :]
        approve(cast, first)
        spent = parts_of(first)
        approve(cast, alone)
        making_alone(alone, count, said.processes)
        Delivery.objects.update(delivered_at=timezone.now())  # the news so far is not the subject
        outbox.publish = publish
        with_worker(cast, rest, count, said.processes)
        say_parts(spent)


if __name__ == "__main__":
    main()
