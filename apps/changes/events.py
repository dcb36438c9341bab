"""News about supplier changes. Bodies carry ids and core facts only, nothing of a closed field group."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event
from apps.core.templatetags.figures import day


@dataclass(frozen=True, kw_only=True)
class ReportEvent(Event):
    """Stands in the report's chain."""

    about: ClassVar[str] = "report"
    sentence: ClassVar[Words] = ""
    report_id: str


@dataclass(frozen=True, kw_only=True)
class ReportDrafted(ReportEvent):
    sentence: ClassVar[Words] = _("Began the report {reference}.")
    reference: str


@dataclass(frozen=True, kw_only=True)
class ReportChanged(ReportEvent):
    sentence: ClassVar[Words] = _("Changed the draft.")


@dataclass(frozen=True, kw_only=True)
class ReportSubmitted(ReportEvent):
    sentence: ClassVar[Words] = _("Submitted the report; the case {case_reference} was opened.")
    case_id: str
    case_reference: str


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Stands in the case's chain."""

    about: ClassVar[str] = "case"
    sentence: ClassVar[Words] = ""
    case_id: str
    report_id: str


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    sentence: ClassVar[Words] = _("Opened the case {reference}.")
    reference: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(CaseEvent):
    sentence: ClassVar[Words] = _("Asked the firm a question, to be answered by {due_on}.")
    question_id: str
    due_on: str

    def telling(self) -> dict[str, Any]:
        """Write the day as a reader does."""
        return self.body() | {"due_on": day(date.fromisoformat(self.due_on))}


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(CaseEvent):
    sentence: ClassVar[Words] = _("Answered the question.")
    question_id: str


@dataclass(frozen=True, kw_only=True)
class OutcomeEvent(CaseEvent):
    """Says an outcome."""

    sentence: ClassVar[Words] = ""
    outcome: str

    def telling(self) -> dict[str, Any]:
        """Name the outcome in the reader's language."""
        from apps.changes.states import Outcome  # noqa: PLC0415 - the flow tables name these events

        return self.body() | {"outcome": str(Outcome(self.outcome).label)}


@dataclass(frozen=True, kw_only=True)
class CaseRecommended(OutcomeEvent):
    """Internal to the administration."""

    sentence: ClassVar[Words] = _("Recommended: {outcome}.")


@dataclass(frozen=True, kw_only=True)
class CaseReturned(CaseEvent):
    """Internal to the administration."""

    sentence: ClassVar[Words] = _("Sent the recommendation back.")


@dataclass(frozen=True, kw_only=True)
class CaseDecided(OutcomeEvent):
    sentence: ClassVar[Words] = _("Decided: {outcome}.")
