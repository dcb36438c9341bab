"""The trail in sentences with names: what every Record page shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.accounts.selectors import Names, names_of
from apps.audit.selectors import Line, RecordPage
from apps.core.actor import NOBODY


@dataclass(frozen=True)
class ToldLine:
    """One entry with the names a viewer may read."""

    number: int
    at: datetime
    who: str
    sentence: str
    detail: str


def older_than(request: HttpRequest) -> str:
    """Give where a reader has turned the page of a record: the hash that `components/record.html` wrote."""
    return request.GET.get("before", "")


def told(page: RecordPage[Line], *, reader: UUID | None = None) -> RecordPage[ToldLine]:
    """Name who did what. With `reader` (an organisation) only its own people are named, of others the
    organisation; without, everybody: on a certificate both sides sign by name.
    """
    people = [UUID(line.body["pseudonym"]) for line in page.rows if "pseudonym" in line.body]
    names = names_of([*people, *(line.actor for line in page.rows)], [line.acting_for for line in page.rows])
    return page.telling([_told(line, names, by_name=reader in {None, line.acting_for}) for line in page.rows])


def _told(line: Line, names: Names, *, by_name: bool) -> ToldLine:
    sentence = line.sentence
    if "pseudonym" in line.body:
        sentence = sentence.replace("{person}", _whom(line, names) if by_name else _("a person"))
    return ToldLine(line.seq, line.at, _who(line, names, people=by_name), sentence, line.hash)


def _whom(line: Line, names: Names) -> str:
    return names.people.get(UUID(line.body["pseudonym"]), _("a former person"))


def _who(line: Line, names: Names, *, people: bool) -> str:
    organisation = names.parties.get(line.acting_for, "")
    if line.actor == NOBODY:
        return organisation or _("The platform")
    person = names.people.get(line.actor, _("a former person")) if people else ""
    return ", ".join(part for part in (person, organisation) if part)
