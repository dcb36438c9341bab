"""Milliseconds of each question to a directory of 100,000 entries, and the plan of the slowest.

Run by `make bench` or by hand (`--rows 10000`, `--plans`). The rows are made in bulk: the reading is measured. Ends
with status 1 where a question takes more than its budget (median, by the clock).
"""

import argparse
import random
import statistics
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.place import place

BUDGET_MS = 20.0
TURNS = 15
METALS = [
    "Alüminyum",
    "Galyum",
    "Çelik",
    "Şerit",
    "Neodim",
    "Seryum",
    "Lantan",
    "Tungsten",
    "Titan",
    "Nikel",
    "Kobalt",
    "Grafit",
    "İndiyum",
]
KINDS = ["alloy", "powder", "bar", "strip", "sheet", "magnet", "cathode", "ceramic", "oxide", "wire"]
FIRMS = ["Alder", "Hazel", "Kestrel", "Heron", "Elm", "Çınar", "Şimşek", "Işık", "Göknar", "Ardıç"]
QUESTIONS = {
    "everything": {},
    "everything, all states": {"state": "all"},
    "a word of every entry": {"q": "iso"},
    "one letter": {"q": "a"},
    "a word of one in thirteen": {"q": "galyum"},
    "two common words": {"q": "celik alder"},
    "three words and the beginning of a number": {"q": "titan wire kestrel 27"},
    "a number": {"q": "CC-2026-050000-"},
    "a word of no entry": {"q": "unobtainium"},
    "a critical input": {"critical_input": "gallium"},
    "a country": {"country": "DE"},
    "a rare country and a common word": {"country": "NO", "q": "celik"},
    "withdrawn": {"state": "withdrawn"},
    "withdrawn with a word": {"state": "withdrawn", "q": "galyum"},
    "expired": {"state": "expired"},
    "expired with a word": {"state": "expired", "q": "kestrel"},
    "valid on a day long ago": {"state": "all", "valid_at": date(2020, 1, 1)},
    "valid on a day, a country, two words": {
        "valid_at": date(2026, 9, 1),
        "country": "TR",
        "q": "grafit heron",
    },
}


def fill(cast, rows: int) -> None:
    """Make entries as the holders of so many certificates would; the certificates hold the least they may."""
    from django.db import connection

    from apps.certificates.models import Certificate, Listing
    from apps.core.canonical import canonical, sha256
    from apps.core.names import name_key
    from apps.certificates.rules.directory import vector
    from apps.certificates.rules.numbers import certificate_number
    from apps.studies.models import Study

    chance, today, now = random.Random(2026), date(2026, 6, 1), datetime.now().astimezone()  # noqa: S311 - no secret
    study = Study.objects.create(
        reference="ST-1", consortium=cast.consortium, convener=cast.oak, critical_input=cast.critical_input,
        title="Study", state="closed", replicates=3, results_due_on=today, opened_at=now, closed_at=now,
    )  # fmt: skip
    with connection.cursor() as cursor:  # only one of them could hold on one study
        cursor.execute("DROP INDEX certificates_one_live_per_study_and_holder")
    inputs = ["aluminium", "gallium", "magnesium", "graphite"]
    signed = {"requested_by": uuid4(), "evaluated_by": uuid4(), "decided_by": uuid4()}
    signed |= {"evaluated_at": now, "decided_at": now, "issued_at": now, "numbered_at": now}
    for start in range(0, rows, 5000):
        certificates, listings = [], []
        for place_in_year in range(start + 1, start + 5001):
            number = certificate_number(year=2026, place=place_in_year)
            material = f"{chance.choice(METALS)} {chance.choice(KINDS)} {chance.randrange(4000)}"
            holder = f"{chance.choice(FIRMS)} Metals"
            issued_on = today - timedelta(days=chance.randrange(1000))
            valid_until = issued_on + timedelta(days=chance.choice([1095] * 30 + [365]))
            withdrawn = chance.random() < 0.02
            certificate = Certificate(
                study=study, material=cast.candidate, holder=cast.alder, body=cast.birch, number=number, facts="{}",
                facts_sha256=sha256(number), pdf_sha256=sha256(number), valid_from=issued_on, valid_until=valid_until,
                state="withdrawn" if withdrawn else "issued", withdrawn_at=now if withdrawn else None, **signed,
            )  # fmt: skip
            entry = {
                "language": "tr", "test": False, "title": "Certificate of conformity", "material": material,
                "grade": f"G{chance.randrange(300)}", "replaces": f"{chance.choice(METALS)} primary",
                "standards": ["ISO 5725-2:2019; JCGM 106:2012"], "certified": ["Copper", "Iron", "Density"], "holder": holder,
            }  # fmt: skip
            said = [
                material,
                entry["grade"],
                entry["replaces"],
                holder,
                number,
                *entry["standards"],
                *entry["certified"],
            ]
            certificates.append(certificate)
            listings.append(
                Listing(
                    certificate=certificate, level="entry", listed_at=now, listed_by=uuid4(), number=number,
                    changed_at=now - timedelta(seconds=chance.randrange(10**7)), state=certificate.state,
                    issued_on=issued_on, valid_until=valid_until, critical_input_id=chance.choice(inputs),
                    country=chance.choice(["TR"] * 70 + ["DE"] * 28 + ["NO", "NL"]), name_key=name_key(material),
                    entry=canonical(entry), words=vector(said),
                )
            )  # fmt: skip
        Certificate.objects.bulk_create(certificates)
        Listing.objects.bulk_create(listings)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE certificates_listing")
        cursor.execute("VACUUM ANALYZE certificates_certificate")


def measure(ask) -> tuple[int, float]:
    """Give how many rows came and the median milliseconds."""
    count, times = len(ask()), []
    for _turn in range(TURNS):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return count, statistics.median(times)


def plan_of(ask) -> str:
    """Give the plan of the first query of a question."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        ask()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {queries[0]['sql']}")
        return "\n".join(f"    {line}" for (line,) in cursor.fetchall())


def main() -> int:
    """Print a line a question; the slowest with its plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--plans", action="store_true", help="print every plan")
    asked = parser.parse_args()
    with place() as cast:
        from apps.certificates import selectors

        fill(cast, asked.rows)
        at = datetime(2026, 6, 1, 12).astimezone()
        asks = {
            "the critical inputs listed": selectors.inputs_listed,
            "the countries listed": selectors.countries_listed,
        }
        for name, filters in QUESTIONS.items():
            wanted = selectors.Wanted(**filters)
            asks[name] = lambda wanted=wanted: selectors.directory_page(wanted, at=at).rows
            asks[f"news: {name}"] = lambda wanted=wanted: selectors.directory_news(wanted, at=at).rows
        print(f"{asked.rows} entries\n{'question':<52}{'rows':>6}{'ms':>8}")
        took = {}
        for name, ask in asks.items():
            count, took[name] = measure(ask)
            print(f"{name:<52}{count:>6}{took[name]:>8.1f}")
            if asked.plans:
                print(plan_of(ask))
        slowest = max(took, key=lambda name: took[name])
        print(f"slowest: {slowest}\n{plan_of(asks[slowest])}")
    return int(took[slowest] > BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
