"""States of a report and of the case it opens, and the tables of their moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.changes.events import (
    CaseDecided,
    CaseRecommended,
    CaseReturned,
    QuestionAnswered,
    QuestionAsked,
    ReportChanged,
    ReportSubmitted,
)
from apps.core.flow import Flow, move


class ReportState(models.TextChoices):
    """A report as its firm sees it."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


DRAFT, SUBMITTED, REPORT_APPROVED, REPORT_REFUSED = ReportState.values
REPORTER, ADMINISTRATION = "reporter", "administration"

REPORT_FLOW = Flow(
    DRAFT,
    move("change", _("Change"), {DRAFT}, DRAFT, by={REPORTER}, event=ReportChanged),
    move("submit", _("Check and send"), {DRAFT}, SUBMITTED, by={REPORTER}, event=ReportSubmitted),
    move("approve", _("Approve"), {SUBMITTED}, REPORT_APPROVED, by={ADMINISTRATION}, event=CaseDecided),
    move("refuse", _("Refuse"), {SUBMITTED}, REPORT_REFUSED, by={ADMINISTRATION}, event=CaseDecided),
)


class CaseState(models.TextChoices):
    """The administration's work on a report."""

    OPEN = "open", _("in review")
    ASKED = "asked", _("waiting for the firm’s answer")
    RECOMMENDED = "recommended", _("waiting for the second signature")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


OPEN, ASKED, RECOMMENDED, APPROVED, REFUSED = CaseState.values
REVIEWER, APPROVER = "reviewer", "approver"

FLOW = Flow(
    OPEN,
    move("ask", _("Ask the firm"), {OPEN}, ASKED, by={REVIEWER}, event=QuestionAsked),
    move("answer", _("Answer"), {ASKED}, OPEN, by={REPORTER}, event=QuestionAnswered),
    move("recommend", _("Recommend"), {OPEN}, RECOMMENDED, by={REVIEWER}, event=CaseRecommended),
    move("return", _("Send back"), {RECOMMENDED}, OPEN, by={APPROVER}, event=CaseReturned),
    move("approve", _("Approve"), {RECOMMENDED}, APPROVED, by={APPROVER}, event=CaseDecided),
    move("refuse", _("Refuse"), {RECOMMENDED}, REFUSED, by={APPROVER}, event=CaseDecided),
)


class Outcome(models.TextChoices):
    """What a recommendation says and a decision settles."""

    APPROVE = "approve", _("approve")
    REFUSE = "refuse", _("refuse")
