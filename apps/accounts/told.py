"""The trail in sentences with names: what every Record page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.accounts.selectors import Names, names_of
from apps.audit.selectors import Line
from apps.core.actor import NOBODY


@dataclass(frozen=True)
class ToldLine:
    """One entry with the names a viewer may read."""

    number: int
    at: datetime
    who: str
    sentence: str
    detail: str


def told(lines: Sequence[Line], *, people: bool = True) -> list[ToldLine]:
    """Name who did what; `people=False` names the organisation only, as an owner sees other parties' people."""
    names = names_of([line.actor for line in lines], [line.acting_for for line in lines])
    return [
        ToldLine(line.seq, line.at, _who(line, names, people=people), line.sentence, line.hash)
        for line in lines
    ]


def _who(line: Line, names: Names, *, people: bool) -> str:
    organisation = names.parties.get(line.acting_for, "")
    if line.actor == NOBODY:
        return organisation or _("The platform")
    person = names.people.get(line.actor, _("a former person")) if people else ""
    return ", ".join(part for part in (person, organisation) if part)
