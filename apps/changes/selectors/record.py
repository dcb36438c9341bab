"""The Record pages of reports and cases, and the log of who read a report, each as its viewer may read it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.accounts.selectors import Names, names_of
from apps.accounts.told import ToldLine
from apps.audit.selectors import Line, RecordPage, record_of
from apps.changes.events import (
    CaseDecided,
    CaseOpened,
    QuestionAnswered,
    QuestionAsked,
    ReportSubmitted,
)
from apps.changes.models import Case, Report
from apps.changes.states import Outcome
from apps.changes.words import CHANNELS
from apps.core.actor import NOBODY, Actor
from apps.core.events import REGISTRY
from apps.core.templatetags.figures import day
from apps.sharing.events import SharedRead
from apps.sharing.models import Purpose

TOLD_TO_FIRM: Final = frozenset(
    event.name for event in (CaseOpened, QuestionAsked, QuestionAnswered, CaseDecided)
)
TOLD_TO_OTHERS: Final = frozenset({ReportSubmitted.name})


def record_of_report(actor: Actor, report: Report, mask: int, *, before: str = "") -> RecordPage[ToldLine]:
    """Tell a report's record: all of it to its owner, the sending alone to whom it was opened.

    Where the group "reporter" is closed, who sent it is not told either.
    """
    firm_hidden = "reporter" in Report.SHARING.hidden_in(mask)
    events = None if report.owner_id == actor.organisation_id else TOLD_TO_OTHERS
    return _told(
        actor, record_of(f"report:{report.pk}", events=events, before=before), firm_hidden=firm_hidden
    )


def record_of_case(actor: Actor, case: Case, *, before: str = "") -> RecordPage[ToldLine]:
    """Tell a case's record: all of it to the administration, to the firm without what is internal."""
    events = None if case.administration_id == actor.organisation_id else TOLD_TO_FIRM
    return _told(actor, record_of(f"case:{case.pk}", events=events, before=before))


def reads_of(actor: Actor, report: Report, *, before: str = "") -> RecordPage[ToldLine]:
    """Tell the owner who read a report, what they got and how; nobody else gets anything."""
    if report.owner_id != actor.organisation_id:
        return RecordPage([])
    reads = record_of(f"report:{report.pk}", events=frozenset({SharedRead.name}), before=before)
    return _told(actor, reads)


def _told(actor: Actor, page: RecordPage[Line], *, firm_hidden: bool = False) -> RecordPage[ToldLine]:
    own, lines = actor.organisation_id, page.rows
    names = names_of(
        [line.actor for line in lines if line.acting_for == own], [line.acting_for for line in lines]
    )
    hidden = _("The reporting firm")
    return page.telling(
        [
            ToldLine(
                line.seq,
                line.at,
                hidden if firm_hidden and line.acting_for != own else _who(line, own, names),
                _sentence(line),
                line.hash,
            )
            for line in lines
        ]
    )


def _who(line: Line, own: Any, names: Names) -> str:
    """Name one's own people; of others only the organisation."""
    organisation = names.parties.get(line.acting_for, "")
    if line.actor == NOBODY:
        return organisation or _("The platform")
    person = names.people.get(line.actor, _("a former person")) if line.acting_for == own else ""
    return ", ".join(part for part in (person, organisation) if part)


def _sentence(line: Line) -> str:
    """Tell the entry again with its codes in the reader's words."""
    body = line.body | {name: word(line.body[name]) for name, word in _WORDS.items() if name in line.body}
    return str(REGISTRY[line.event].sentence).format_map(body)


def _groups(text: str) -> str:
    labels = {group.name: str(group.label) for group in Report.SHARING.groups}
    opened = [labels[name] for name in text.split(", ") if name in labels]
    return ", ".join(opened) if opened else _("only that it was reported")


def _choice(choices: Iterable[tuple[str, Any]], value: str) -> str:
    return str(dict(choices).get(value, value))


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


_WORDS: Final = {
    "due_on": _day,
    "valid_until": _day,
    "groups": _groups,
    "outcome": lambda value: _choice(Outcome.choices, value),
    "purpose": lambda value: _choice(Purpose.choices, value),
    "channel": lambda value: str(CHANNELS.get(value, value)),
    "legal_basis": _,
}
