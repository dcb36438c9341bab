"""The words for a test statistic, and the answer of one outlier test."""

from dataclasses import dataclass
from typing import Literal

from .critical import Critical
from .notes import Note

Verdict = Literal["accepted", "straggler", "outlier"]


@dataclass(frozen=True, slots=True)
class OutlierTest:
    """One test on one level.

    `suspects` are the laboratories it points at, `laboratories` (and, for Cochran, `replicates`) the
    numbers its critical values belong to; `p_value` is one-sided. Undefined figures and verdicts are None,
    and `note` says why.
    """

    statistic: float | None = None
    suspects: tuple[str, ...] = ()
    critical: Critical | None = None
    p_value: float | None = None
    verdict: Verdict | None = None
    laboratories: int | None = None
    replicates: int | None = None
    note: Note | None = None


def verdict_of_large(statistic: float, critical: Critical) -> Verdict:
    """Judge a statistic that is suspicious when large (ISO 5725-2, 7.3.2): on the limit is still accepted."""
    if statistic <= critical.five_percent:
        return "accepted"
    return "straggler" if statistic <= critical.one_percent else "outlier"


def verdict_of_small(statistic: float, critical: Critical) -> Verdict:
    """Judge a statistic that is suspicious when small (two outlying means)."""
    if statistic >= critical.five_percent:
        return "accepted"
    return "straggler" if statistic >= critical.one_percent else "outlier"
