"""Queries and CPU milliseconds of each list page, with 1,000 reports and cases, 200 studies, 500 grants.

Run by `make bench` or by hand. CPU time, because these machines are shared; queries are tests elsewhere.
"""

import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.place import place

ROWS = 1000
LISTS = [
    ("alice", "/"),
    ("dora", "/"),
    ("alice", "/changes/"),
    ("hana", "/changes/"),
    ("ivy", "/changes/"),
    ("alice", "/changes/reports.csv"),
    ("dora", "/changes/cases/"),
    ("iris", "/studies/"),
    ("carol", "/studies/"),
    ("iris", "/consortia/"),
    ("alice", "/certificates/"),
    ("alice", "/supply/"),
    ("alice", "/news/"),
    ("alice", "/api/v1/reports/"),
]


def fill(cast) -> None:
    """Make rows in bulk: the lists' speed is measured, not the services'."""
    from django.utils import timezone

    from apps.changes.models import Case, Report, ReportGrant
    from apps.studies.models import Study

    now = timezone.now()
    reports = [
        Report(
            owner=cast.alder if number % 3 else cast.hazel,
            reference=f"SC-{number}",
            critical_input=cast.critical_input,
            state="submitted",
            submitted_at=now,
            created_at=now - timedelta(minutes=number),
        )
        for number in range(ROWS)
    ]
    Report.objects.bulk_create(reports)
    common = {"valid_from": now, "valid_until": now + timedelta(days=90), "created_by": cast.alice.pseudonym}
    shown = [row for row in reports if row.owner_id == cast.alder.pk][:500]
    ReportGrant.objects.bulk_create(
        ReportGrant(
            obj=row,
            obj_created_at=row.created_at,
            grantor_id=row.owner_id,
            mask=6,
            grantee=cast.hazel,
            purpose="supply_security",
            **common,
        )
        for row in shown
    )
    for grantee, mask, purpose in ((cast.office, 255, "casework"), (cast.ivybody, 0, "statistics")):
        ReportGrant.objects.bulk_create(
            ReportGrant(obj=row, obj_created_at=row.created_at, grantor_id=row.owner_id, mask=mask, grantee=grantee,
                        purpose=purpose, basis="duty", legal_basis="law", **common)
            for row in reports
        )  # fmt: skip
    Case.objects.bulk_create(
        Case(
            reference=f"CH-{number}",
            report=row,
            administration=cast.office,
            due_on=now.date(),
            created_at=row.created_at,
        )
        for number, row in enumerate(reports)
    )
    Study.objects.bulk_create(
        Study(reference=f"ST-{number}", consortium=cast.consortium, convener=cast.oak, critical_input=cast.critical_input,
              title=f"Study {number}", state="open", replicates=3, results_due_on=now.date(), opened_at=now)
        for number in range(200)
    )  # fmt: skip


def measure(cast, who: str, path: str) -> tuple[int, int, float]:
    """Give status, queries and median CPU milliseconds of a page."""
    from django.db import connection
    from django.test import Client

    client = Client()
    client.force_login(cast.people[who])
    client.get(path)
    seen: list[str] = []

    def count(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        status = client.get(path).status_code
    times = []
    for _turn in range(15):
        began = time.process_time()
        client.get(path)
        times.append((time.process_time() - began) * 1000)
    return status, len(seen), statistics.median(times)


def main() -> None:
    """Print a line a list."""
    with place() as cast:
        fill(cast)
        print(f"{'as':<7}{'list':<26}{'status':>7}{'queries':>9}{'CPU ms':>9}")
        for who, path in LISTS:
            status, queries, milliseconds = measure(cast, who, path)
            print(f"{who:<7}{path:<26}{status:>7}{queries:>9}{milliseconds:>9.1f}")


if __name__ == "__main__":
    main()
