"""What may be decided, by whom, for how long: sentences for the person who decides."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.certificates.rules.verdicts import FAIL
from apps.core.errors import Conflict, Invalid, NotAllowed

FEWEST_LABORATORIES: Final = 3
MOST_MONTHS: Final = 60
MOST_ATTEMPTS: Final = 5
MOST_RESULTS: Final = 400  # what a reader still reads; 1,000 rows take five seconds to print
LONGEST_FACTS: Final = 4_000_000
"""Bytes of the frozen facts, single results among them; who checks a file reads no more than five million of it."""
LONGEST_TEXT: Final = 5000
LONGEST_ON_PAGE_ONE: Final = 250  # letters of the reason of an amendment, which the paper prints first


@dataclass(frozen=True)
class Judged:
    """What a blocking condition looks at: a characteristic, who measured it, its verdict."""

    name: str
    laboratories: int
    verdict: str


def blocking(characteristics: Sequence[Judged]) -> list[str]:
    """List what stands against an approval, a sentence each; an inconclusive verdict does not."""
    if not characteristics:
        return [_("The study has no results for this material.")]
    if len(characteristics) > MOST_RESULTS:
        return [
            _("The material has %(count)d characteristics; one certificate takes %(most)d. Divide the study.")
            % {"count": len(characteristics), "most": MOST_RESULTS}
        ]
    return [line for judged in characteristics for line in _against(judged)]


def _against(judged: Judged) -> list[str]:
    lines = []
    if judged.laboratories < FEWEST_LABORATORIES:
        words = ngettext(
            "%(name)s was measured by %(count)d laboratory; at least %(fewest)d are needed.",
            "%(name)s was measured by %(count)d laboratories; at least %(fewest)d are needed.",
            judged.laboratories,
        )
        said = {"name": judged.name, "count": judged.laboratories, "fewest": FEWEST_LABORATORIES}
        lines.append(words % said)
    if judged.verdict == FAIL:
        lines.append(
            _("%(name)s does not conform: its whole uncertainty interval lies outside the limits.")
            % {"name": judged.name}
        )
    return lines


def check_nothing_blocks(lines: Sequence[str]) -> None:
    """Refuse an approval that the data do not carry."""
    if lines:
        raise Conflict(" ".join([_("The data do not carry this certificate."), *lines]))


def check_letters(letters: Sequence[str]) -> None:
    """Refuse to print what the paper's font has not, or what hides or turns the text around it."""
    if letters:
        raise Conflict(
            _("The paper cannot print %(letters)s. Correct the name or text that holds it, then approve.")
            % {"letters": ", ".join(letters[:5])}
        )


def check_size(facts: str) -> None:
    """Refuse what could not be read back from the file: every single result is in it."""
    size = len(facts.encode())
    if size > LONGEST_FACTS:
        raise Conflict(
            _(
                "Its single results make the certificate enclose %(size)s MB, of %(most)s at most. Divide the study."
            )
            % {"size": round(size / 1e6, 1), "most": LONGEST_FACTS // 1_000_000}
        )


def check_other_person(evaluated_by: UUID | None, decider: UUID) -> None:
    """Keep evaluation and decision in different hands (ISO/IEC 17065, 7.6.2)."""
    if evaluated_by == decider:
        raise NotAllowed(_("You evaluated this yourself; somebody else decides."))


def check_months(months: int) -> None:
    """Require a validity between one month and five years."""
    if not 1 <= months <= MOST_MONTHS:
        words = _("Choose a validity from 1 to %(most)d months.") % {"most": MOST_MONTHS}
        raise Invalid(words, fields={"months": [words]})


def check_said(text: str, field: str, *, most: int = LONGEST_TEXT) -> str:
    """Require words, and not a book; give them without the blanks around."""
    if not text.strip():
        words = _("Write down why; it stays with the certificate.")
        raise Invalid(words, fields={field: [words]})
    if len(text) > most:
        words = _("Keep it under %(most)d characters.") % {"most": most}
        raise Invalid(words, fields={field: [words]})
    return text.strip()


def last_day(first: date, months: int) -> date:
    """Give the last day of a validity that begins on a day: 4 May 2026 and 36 months end on 3 May 2029."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    shortened = day < first.day  # 31 January and one month end on 28 February, not the day before
    return date(year, month + 1, day) - timedelta(days=0 if shortened else 1)
