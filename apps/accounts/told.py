"""The trail in sentences with names: what every Record page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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


def told(lines: Sequence[Line], *, reader: UUID | None = None) -> list[ToldLine]:
    """Name who did what. With `reader` (an organisation) only its own people are named, of others the
    organisation; without, everybody: on a certificate both sides sign by name.
    """
    names = names_of([line.actor for line in lines], [line.acting_for for line in lines])
    return [
        ToldLine(
            line.seq,
            line.at,
            _who(line, names, people=reader in {None, line.acting_for}),
            line.sentence,
            line.hash,
        )
        for line in lines
    ]


def _who(line: Line, names: Names, *, people: bool) -> str:
    organisation = names.parties.get(line.acting_for, "")
    if line.actor == NOBODY:
        return organisation or _("The platform")
    person = names.people.get(line.actor, _("a former person")) if people else ""
    return ", ".join(part for part in (person, organisation) if part)
