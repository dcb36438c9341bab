"""The files inside the report: the protocol, the analysis as a table, and the run to compute it again."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.core.canonical import canonical
from apps.core.pdf import Enclosed
from apps.studies.documents.csv_files import numbers_file
from apps.studies.projections.reports import ReportFacts
from apps.studies.selectors.reports import RunSource


def enclosed_files(facts: ReportFacts, source: RunSource) -> list[Enclosed]:
    """Give the protocol as it was locked, the numbers as CSV (a level a row) and the run as JSON."""
    return [
        Enclosed(
            name="protocol.json",
            content=source.protocol,
            description=_("The protocol: the bytes whose SHA-256 was stamped when it was locked"),
        ),
        Enclosed(
            name="analysis.csv",
            content=numbers_file(facts.results),
            description=_("The numbers of the analysis, a level a row"),
        ),
        Enclosed(
            name="run.json",
            content=run_file(facts, source).encode(),
            description=_("The run of the analysis: results, question and answers as canonical JSON"),
            relationship="Source",
        ),
    ]


def run_file(facts: ReportFacts, source: RunSource) -> str:
    """Write the run as canonical JSON (RFC 8785), out of parts that are stored canonically.

    Its parts are not read and written again: a large study has ten thousands of numbers. Uncertainties that
    laboratories stated, and what is computed of them, are not in it: they are each one's own. `inputs_sha256` is
    of what stands here (question, exclusions, results), so who has the file alone can make it again.
    """
    parts = {
        "about": canonical(
            {
                "edition": facts.run.edition,
                "engine_version": facts.run.engine_version,
                "estimator": facts.run.estimator,
                "inputs_sha256": facts.run.inputs_sha256,
                "protocol_sha256": facts.versions[-1].sha256,
                "reference": facts.reference,
                "run": facts.run.number,
            }
        ),
        "conclusions": source.conclusions,
        "excluded": source.excluded,
        "numbers": source.numbers,
        "numbers_without": source.numbers_without or "null",
        "question": source.question,
        "results": _rows(source.inputs),
    }
    return "{" + ",".join(f'"{name}":{parts[name]}' for name in sorted(parts)) + "}"


def _rows(inputs: Sequence[tuple[Any, ...]]) -> str:
    """Write texts and whole numbers, in which plain JSON and canonical JSON do not differ."""
    return json.dumps([list(one) for one in inputs], separators=(",", ":"), ensure_ascii=False)
