"""A result sheet of 100,000 rows, checked and stored by the service, against a bare COPY of the same rows.

Run by `make bench` or by hand. Each round does all of it, in changing order, because these machines are shared:
the figure is the ratio within a round. Three tables are copied to: the results' twin, with every index and foreign
key that the service pays for too; one with the indexes; and one with columns only.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.place import place

REPLICATES, ITEMS = 50, 2
TABLE = "studies_result"
COLUMNS = "sheet_id, item_id, characteristic_id, replicate, value, qualifier, reported"
BUDGET = 0.5


@dataclass
class Bench:
    """A study open for results, its sheet, and the same rows as COPY takes them."""

    cast: Any
    study: Any
    sheet: bytes
    copied: bytes = b""
    received: Any = None

    def receive(self) -> None:
        """Hand in the sheet as a laboratory does; it is too large to be read at once."""
        from apps.studies import services

        self.received = services.hand_in(
            study_id=self.study.pk,
            file_name="large.csv",
            content=self.sheet,
            reason="Measured again.",
            actor=self.cast.actor("carol"),
        )

    def read(self) -> None:
        """Read and store by the service, as the worker does it: with progress, in one transaction."""
        from django.utils import timezone
        from apps.studies import services

        sheet = services.read_sheet(sheet_id=self.received.pk, now=timezone.now(), tell_progress=True)
        assert sheet.state == "taken", sheet.faults[:3]

    def copy_to(self, table: str) -> None:
        """Copy the same rows."""
        from django.db import connection, transaction

        command = f"COPY {table} ({COLUMNS}) FROM STDIN"
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(command) as copy:
            copy.write(self.copied)


def open_study(cast: Any, rows: int) -> Any:
    """Open a study whose sheets have that many rows, with Cedar enrolled."""
    from apps.studies import services
    from apps.studies.models import Characteristic
    from tests.studies import world

    study = world.planned(cast, replicates=REPLICATES)
    Characteristic.objects.bulk_create(
        Characteristic(study=study, position=number, code=f"C{number}", name_en=f"Element {number}",
                       name_tr=f"Element {number}", unit=world.UNIT, method="ICP-OES")
        for number in range(1, rows // (REPLICATES * ITEMS) + 1)
    )  # fmt: skip
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    world.enrolled(cast, study, "carol")
    return study


def sheet_of(study: Any) -> bytes:
    """Write a sheet with every result: values of four digits, as instruments give them."""
    from tests.studies import world

    codes = list(study.characteristics.values_list("code", flat=True))
    cells = [
        (item, code, number) for item in world.item_codes(study) for code in codes for number in range(1, 51)
    ]
    lines = [
        f"{item},{code},{number},{(place * 7919) % 9000 / 1000 + 1:.3f},{world.UNIT}"
        for place, (item, code, number) in enumerate(cells)
    ]
    return "\n".join([world.HEADER, *lines]).encode()


def make_tables() -> None:
    """Make the twin of the results' table, one without its foreign keys, and one of columns only."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_plain (LIKE {TABLE} INCLUDING IDENTITY)")
        cursor.execute(f"CREATE TABLE bench_indexed (LIKE {TABLE} INCLUDING ALL)")
        cursor.execute(f"CREATE TABLE bench_twin (LIKE {TABLE} INCLUDING ALL)")
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
            [TABLE],
        )
        for (definition,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE bench_twin ADD {definition}")


def sql(statement: str, *values: object) -> None:
    """Execute a statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rows_as_copied() -> bytes:
    """Give the stored rows as text of COPY."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({COLUMNS}) TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


def timed(work: Callable[[], object]) -> float:
    """Give the seconds of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def one_round(bench: Bench, number: int) -> dict[str, float]:
    """Do each once on empty tables, beginning with another one each round."""
    sql(f"TRUNCATE {TABLE}, bench_plain, bench_indexed, bench_twin")
    received = timed(bench.receive)
    sql("CHECKPOINT")
    works: list[tuple[str, Callable[[], object]]] = [
        ("service", bench.read),
        ("twin", lambda: bench.copy_to("bench_twin")),
        ("indexed", lambda: bench.copy_to("bench_indexed")),
        ("plain", lambda: bench.copy_to("bench_plain")),
    ]
    turn = number % len(works)
    return {"received": received} | {name: timed(work) for name, work in works[turn:] + works[:turn]}


def prepared(cast: Any, rows: int) -> Bench:
    """Make the study, its tables, and read once to warm up and to have the rows."""
    from tests.studies import world

    study = open_study(cast, rows)
    bench = Bench(cast, study, world.under_own_codes(cast, study, "carol", sheet_of(study)))
    make_tables()
    bench.receive()
    bench.read()
    bench.copied = rows_as_copied()
    return bench


def show(rounds: list[dict[str, float]], rows: int) -> float:
    """Print a line a way, and give the ratio to the twin."""
    print(f"{'':<44}{'median s':>9}{'rows/s':>10}{'service / it':>14}")
    ratios = {}
    for name, words in (
        ("service", "checked row by row and stored by the service"),
        ("twin", "COPY, same indexes and foreign keys"),
        ("indexed", "COPY, same indexes"),
        ("plain", "COPY, columns only"),
    ):
        seconds = statistics.median(one[name] for one in rounds)
        ratios[name] = statistics.median(one[name] / one["service"] for one in rounds)
        print(f"{words:<44}{seconds:>9.2f}{rows / seconds:>10,.0f}{ratios[name]:>14.2f}")
    received = statistics.median(one["received"] for one in rounds)
    print(f"{'receiving the file, while its laboratory waits':<48}{received:>5.2f}")
    return ratios["twin"]


def main() -> int:
    """Print the table; exit code 1 when the service is below half of COPY's rate."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=5)
    said = asked.parse_args()
    with place() as cast:
        bench = prepared(cast, said.rows)
        return int(show([one_round(bench, number) for number in range(said.rounds)], said.rows) < BUDGET)


if __name__ == "__main__":
    sys.exit(main())
