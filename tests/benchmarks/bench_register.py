"""Looking a certificate up among 1,000,000: by its number, and by the hash of its file.

Run by `make bench` or by hand (`--rows`). One certificate is requested, decided and made as people do it; the
register is then filled with copies of its row under other numbers and hashes, straight in the database. Only
the copies' facts are short. Budget: 5 ms for either way, 4 queries for the page.
"""

import argparse
import hashlib
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.alloy_round import evaluated, laboratories
from tests.benchmarks.place import place

LOOKS = 400
YEAR = 2031  # no number of a copy is that of the real one


def made(cast: Any) -> Any:
    """Make one certificate."""
    from apps.certificates import services, tasks

    row = evaluated(cast, laboratories(cast), "The round")
    services.approve(certificate_id=row.pk, actor=cast.actor("bea"), reasons="Carried.", months=24)
    tasks.issue(str(row.pk))
    row.refresh_from_db()
    return row


def fill(row: Any, rows: int) -> list[str]:
    """Copy a certificate under so many numbers, withdrawn, each with a file; give the numbers."""
    from django.db import connection
    from django.utils import timezone

    from apps.certificates.rules.numbers import certificate_number

    numbers = [certificate_number(year=YEAR, place=number) for number in range(1, rows + 1)]
    copied = {
        "id": "gen_random_uuid()", "number": "n.number", "pdf_sha256": "encode(sha256(n.number::bytea), 'hex')",
        "facts": "%(facts)s", "state": "'withdrawn'", "withdrawn_at": "now()", "withdrawn_reason": "'a copy'",
    }  # fmt: skip
    facts = json.loads(row.facts)
    short = {
        name: facts[name] for name in facts if name not in {"results", "study", "remarks", "scope", "basis"}
    }
    columns = [field.column for field in type(row)._meta.concrete_fields]
    chosen = ", ".join(copied.get(name, f"c.{name}") for name in columns)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # copies are not what the triggers are for
        cursor.execute("CREATE TEMPORARY TABLE n (number text)")
        with cursor.copy("COPY n FROM STDIN") as copy:
            for number in numbers:
                copy.write_row((number,))
        cursor.execute(
            f"INSERT INTO certificates_certificate ({', '.join(columns)})"
            f" SELECT {chosen} FROM certificates_certificate c, n WHERE c.id = %(pk)s",
            {"pk": row.pk, "facts": json.dumps(short)}
        )  # fmt: skip
        cursor.execute(
            "INSERT INTO certificates_issuedfile (certificate_id, sha256, seal_id, made_at)"
            " SELECT id, pdf_sha256, seal_id, %s FROM certificates_certificate WHERE id <> %s", [timezone.now(), row.pk]
        )  # fmt: skip
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE certificates_certificate, certificates_issuedfile")
    return numbers


def look(words: str, ask: Callable[[Any], Any], about: list[Any]) -> float:
    """Ask about each and print the milliseconds of one; give the median."""
    from django.db import connection

    spent = []
    ask(about[0])
    connection.queries_log.clear()
    connection.force_debug_cursor = True
    ask(about[0])
    queries = len(connection.queries_log)
    connection.force_debug_cursor = False
    for one in about:
        began = time.perf_counter()
        assert ask(one) is not None
        spent.append(1000 * (time.perf_counter() - began))
    at_most = statistics.quantiles(spent, n=100)[98] if len(spent) > 1 else spent[0]
    print(f"{words:<58}{statistics.median(spent):>8.2f}{at_most:>10.2f}{queries:>9}")
    return statistics.median(spent)


def main() -> None:
    """Print the table; end with 1 above the budget."""
    asked = argparse.ArgumentParser(description="Measure looking a certificate up in a large register.")
    asked.add_argument("--rows", type=int, default=1_000_000, help="certificates in the register")
    rows = asked.parse_args().rows
    with place() as cast:
        from django.conf import settings
        from django.test import Client
        from django.utils import timezone

        from apps.certificates import selectors

        real = made(cast)
        began = time.perf_counter()
        chosen = random.Random(5).sample(fill(real, rows), LOOKS)  # noqa: S311 - a sample
        print(f"{rows:,} certificates copied in {time.perf_counter() - began:.0f} s\n")
        print(f"{'':<58}{'median ms':>8}{'99 %':>10}{'queries':>9}")
        files = [number.encode() for number in chosen]  # the hash of a copy's file is that of its number
        assert hashlib.sha256(files[0]).hexdigest()
        now, fingerprint = timezone.now(), real.facts_sha256[:16]
        medians = [
            look("by number", lambda one: selectors.verify(one, "", at=now), chosen),
            look("by the hash of its file", lambda one: selectors.check_file(one, at=now), files),
            look("by number, with all facts", lambda one: selectors.verify(one, fingerprint, at=now), [real.number] * LOOKS),
        ]  # fmt: skip
        settings.ALLOWED_HOSTS, client = ["*"], Client()
        look("the page of a number", lambda one: client.get(f"/v/{one}").content, chosen[:50])
        look(
            "the page with all facts",
            lambda one: client.get(f"/v/{one}?h={fingerprint}").content,
            [real.number] * 9,
        )
    sys.exit(max(medians) > 5)


if __name__ == "__main__":
    main()
