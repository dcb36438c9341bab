"""A result sheet of 100,000 rows, checked and stored by the service, against a bare COPY of the same rows.

Run by `make bench` or by hand. Each round does all of it, in changing order, because these machines are shared:
the figure is the ratio within a round. A bare COPY writes the 100,000 results, a row each, ready made as text, into
a table of their columns (identity, numbers, text) without a key, an index, a check or a trigger. The others tell
what else could be meant by it, and where the time goes.
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

ITEMS = 2
BUDGET = 0.5
CELLS = "sheet_id, item_id, characteristic_id, reported, qualifiers, uncertainties"
ROWS = "sheet_id, item_id, characteristic_id, replicate, qualifier, value, reported, uncertainty"
LINES = "sample, characteristic, replicate, value, unit"
TABLES = (
    # What one row of results was before they were stored by cell, and what the issue compares with.
    """CREATE TABLE bench_rows (sheet_id uuid NOT NULL, item_id bigint NOT NULL, characteristic_id bigint NOT NULL,
    replicate smallint NOT NULL, qualifier varchar(2) NOT NULL, value numeric(35, 20), reported varchar(40) NOT NULL,
    uncertainty numeric(35, 20))""",
    "CREATE TABLE bench_lines (sample text, characteristic text, replicate text, value text, unit text)",
    "CREATE TABLE bench_cells (LIKE studies_cell)",
    "CREATE TABLE bench_twin (LIKE studies_cell INCLUDING ALL)",
    """CREATE TRIGGER studies_cell_refers AFTER INSERT ON bench_twin REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION studies_cell_refers()""",
    "CREATE TEMP TABLE bench_staging (LIKE studies_cell)",
)
EMPTIED = "studies_cell, bench_rows, bench_lines, bench_cells, bench_twin, bench_staging"
WAYS = (
    ("service", "checked row by row and stored by the service"),
    ("rows", "bare COPY of the rows"),
    ("lines", "bare COPY of the sheet's lines, as text"),
    ("twin", "COPY of the cells, same keys and checks"),
    ("cells", "COPY of the cells, columns only"),
    ("staging", "checked, COPY into a staging table"),
)


@dataclass
class Bench:
    """A study open for results, its sheet, and the same rows as COPY takes them."""

    cast: Any
    study: Any
    sheet: bytes
    cells: bytes = b""
    rows: bytes = b""
    lines: bytes = b""
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

    def read_as_draft(self) -> None:
        """Read by the service what waits as a draft: the same, and looked through for slips."""
        from django.utils import timezone
        from apps.studies import services
        from apps.studies.models import Sheet

        Sheet.objects.unscoped("benchmark").filter(pk=self.received.pk).update(is_draft=True)
        sheet = services.read_sheet(sheet_id=self.received.pk, now=timezone.now())
        assert sheet.state == "draft", sheet.faults[:3]

    def check_and_stage(self) -> None:
        """Check, and write the cells into a staging table."""
        from django.db import transaction
        from apps.studies.models import Cell
        from apps.studies.services import reading, storing

        with transaction.atomic():
            found = reading._read(self.received, tell_progress=False)
            assert found.is_taken
            table, Cell._meta.db_table = Cell._meta.db_table, "bench_staging"
            storing.store(self.received, found.results)
            Cell._meta.db_table = table


def copy(table: str, columns: str, rows: bytes) -> None:
    """Copy rows that are ready made, in one transaction."""
    from django.db import connection, transaction

    command = f"COPY {table} ({columns}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.write(rows)


def copied(table: str, columns: str) -> bytes:
    """Give rows as text of COPY."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


def open_study(cast: Any, rows: int, replicates: int) -> Any:
    """Open a study whose sheets have that many rows, with Cedar enrolled."""
    from apps.studies import services
    from apps.studies.models import Characteristic
    from tests.studies import world

    study = world.planned(cast, replicates=replicates)
    Characteristic.objects.bulk_create(
        Characteristic(study=study, position=number, code=f"C{number}", name_en=f"Element {number}",
                       name_tr=f"Element {number}", unit=world.UNIT, method="ICP-OES")
        for number in range(1, rows // (replicates * ITEMS) + 1)
    )  # fmt: skip
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    world.enrolled(cast, study, "carol")
    return study


def sheet_of(study: Any) -> bytes:
    """Write a sheet with every result: values of four digits, as instruments give them."""
    from tests.studies import world

    codes = list(study.characteristics.values_list("code", flat=True))
    cells = [
        (item, code, number)
        for item in world.item_codes(study)
        for code in codes
        for number in range(1, study.replicates + 1)
    ]
    lines = [
        f"{item},{code},{number},{(place * 7919) % 9000 / 1000 + 1:.3f},{world.UNIT}"
        for place, (item, code, number) in enumerate(cells)
    ]
    return "\n".join([world.HEADER, *lines]).encode()


def unfold() -> None:
    """Fill the tables of rows from the results that the service stored."""
    sql(f"""INSERT INTO bench_rows ({ROWS})
        SELECT sheet_id, item_id, characteristic_id, at, '', digits::numeric, digits, NULL
        FROM studies_cell, unnest(reported) WITH ORDINALITY AS result (digits, at)""")
    sql(f"""INSERT INTO bench_lines ({LINES})
        SELECT sample.code, characteristic.code, row.replicate, row.reported, characteristic.unit
        FROM bench_rows AS row
        JOIN studies_characteristic characteristic ON characteristic.id = row.characteristic_id
        JOIN studies_sheet sheet ON sheet.id = row.sheet_id
        JOIN studies_sample sample USING (enrolment_id, item_id)""")


def sql(statement: str, *values: object) -> None:
    """Execute a statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def timed(work: Callable[[], object]) -> float:
    """Give the seconds of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def one_round(bench: Bench, number: int) -> dict[str, float]:
    """Do each once on empty tables, beginning with another one each round."""
    sql(f"TRUNCATE {EMPTIED}")
    received = timed(bench.receive)
    works: list[tuple[str, Callable[[], object]]] = [
        ("service", bench.read),
        ("rows", lambda: copy("bench_rows", ROWS, bench.rows)),
        ("lines", lambda: copy("bench_lines", LINES, bench.lines)),
        ("twin", lambda: copy("bench_twin", CELLS, bench.cells)),
        ("cells", lambda: copy("bench_cells", CELLS, bench.cells)),
        ("staging", bench.check_and_stage),
    ]
    turn = number % len(works)
    took = {}
    for name, work in works[turn:] + works[:turn]:
        sql("CHECKPOINT")
        took[name] = timed(work)
    return {"received": received} | took


def prepared(cast: Any, rows: int, replicates: int) -> Bench:
    """Make the study and the tables, and read once to warm up and to have the rows."""
    from tests.studies import world

    study = open_study(cast, rows, replicates)
    bench = Bench(cast, study, world.under_own_codes(cast, study, "carol", sheet_of(study)))
    for statement in TABLES:
        sql(statement)
    bench.receive()
    bench.read()
    unfold()
    taken = bench.received.pk
    bench.receive()  # never read: the database takes no results for a sheet that counts already
    bench.cells = copied("studies_cell", CELLS).replace(str(taken).encode(), str(bench.received.pk).encode())
    bench.rows, bench.lines = copied("bench_rows", ROWS), copied("bench_lines", LINES)
    assert bench.rows.count(b"\n") == bench.lines.count(b"\n") == rows
    return bench


def show(rounds: list[dict[str, float]], rows: int) -> float:
    """Print a line a way, and give the service's rate over that of the bare COPY of the rows."""
    print(f"{'':<46}{'median s':>9}{'rows/s':>11}{'service / it':>14}{'it / bare':>11}")
    ratios = {}
    for name, words in WAYS:
        seconds = statistics.median(one[name] for one in rounds)
        ratios[name] = statistics.median(one[name] / one["service"] for one in rounds)
        of_bare = statistics.median(one["rows"] / one[name] for one in rounds)
        print(f"{words:<46}{seconds:>9.3f}{rows / seconds:>11,.0f}{ratios[name]:>14.2f}{of_bare:>11.2f}")
    received = statistics.median(one["received"] for one in rounds)
    print(f"{'receiving the file, while its laboratory waits':<46}{received:>9.3f}")
    return ratios["rows"]


def main() -> int:
    """Print the table; exit code 1 when the service is below half the rate of the bare COPY."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--replicates", type=int, default=50, help="fewer make more cells of the same rows")
    asked.add_argument("--rounds", type=int, default=6)
    said = asked.parse_args()
    with place() as cast:
        bench = prepared(cast, said.rows, said.replicates)
        ratio = show([one_round(bench, number) for number in range(said.rounds)], said.rows)
        bench.receive()
        print(f"{'as a draft, with a look for slips, once':<46}{timed(bench.read_as_draft):>9.3f}")
        return int(ratio < BUDGET)


if __name__ == "__main__":
    sys.exit(main())
