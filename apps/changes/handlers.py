"""Who is told of what: links and references, never a value of a closed group."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop

from apps.accounts.models import Organisation
from apps.accounts.rules import APPROVE, MANAGE, OBSERVE, REPORT, REVIEW
from apps.accounts.selectors import organisations_of_kind
from apps.audit.outbox import News, on
from apps.changes.events import (
    CaseDecided,
    CaseOpened,
    CaseRecommended,
    CaseReturned,
    QuestionAnswered,
    QuestionAsked,
    ReportSubmitted,
)
from apps.changes.models import Case, Report
from apps.changes.selectors.receivers import organisations_behind, reaching
from apps.notifications.services import forget, notify
from apps.sharing.events import Granted, Revoked
from apps.sharing.services import kind_of

REASON = "the worker tells people about an entry"


@on(CaseOpened)
def tell_reviewers_of_a_case(news: News) -> None:
    """A case was opened: its reviewers see it in their queue."""
    _tell_office(news, REVIEW, gettext_noop("A supplier change was reported: case {reference}."))


@on(ReportSubmitted)
def tell_the_industry_body(news: News) -> None:
    """A change was reported: the industry body learns the reference, not the firm."""
    report = _report(news.event.report_id)
    notify(
        entry_id=news.entry_id,
        capability=OBSERVE,
        organisation_ids=[body.pk for body in organisations_of_kind(Organisation.Kind.INDUSTRY_BODY)],
        words=gettext_noop("A supplier change was reported: {reference}."),
        url=reverse("changes:report", args=[report.pk]),
        values={"reference": report.reference},
    )


@on(QuestionAsked)
def tell_the_firm_of_a_question(news: News) -> None:
    """The firm has something to answer."""
    case = _case(news)
    _tell_firm(
        news,
        case,
        gettext_noop("The administration asks a question on {reference}."),
        "changes:answer",
        case.pk,
    )


@on(QuestionAnswered)
def tell_reviewers_of_an_answer(news: News) -> None:
    """The clock runs again."""
    _tell_office(news, REVIEW, gettext_noop("The firm answered the question on {reference}."))


@on(CaseRecommended)
def tell_approvers_of_a_recommendation(news: News) -> None:
    """The second signature is wanted."""
    words = gettext_noop("{reference} waits for the second signature.")
    _tell_office(news, APPROVE, words, name="changes:decide")


@on(CaseReturned)
def tell_reviewers_of_a_return(news: News) -> None:
    """A recommendation came back."""
    _tell_office(news, REVIEW, gettext_noop("The recommendation on {reference} was sent back."))


@on(CaseDecided)
def tell_everybody_of_a_decision(news: News) -> None:
    """The firm reads the decision with its reasons; the reviewers see that the case is closed."""
    case = _case(news)
    words = gettext_noop("There is a decision on {reference}.")
    _tell_firm(news, case, words, "changes:report_case", case.report_id)
    _tell_office(news, REVIEW, words)


@on(Granted)
def tell_the_receiver_of_a_grant(news: News) -> None:
    """A report was opened to a party: its organisations' leads learn where to read it, if they still may."""
    if news.event.kind != kind_of(Report):
        return
    receivers = organisations_behind(news.event.grantee_id)
    notify(
        entry_id=news.entry_id,
        capability=MANAGE,
        organisation_ids=reaching(news.event.object_id, receivers),
        words=gettext_noop("A supplier-change report was opened to you: {reference}."),
        url=reverse("changes:report", args=[news.event.object_id]),
        values={"reference": _report(news.event.object_id).reference},
    )


@on(Revoked)
def take_back_what_was_told(news: News) -> None:
    """A report was closed to a party: the notices that led there go with it."""
    if news.event.kind != kind_of(Report):
        return
    receivers = organisations_behind(news.event.grantee_id)
    closed = set(receivers) - set(reaching(news.event.object_id, receivers))
    forget(url=reverse("changes:report", args=[news.event.object_id]), organisation_ids=closed)


def _case(news: News) -> Case:
    return Case.objects.unscoped(REASON).select_related("report").get(pk=news.event.case_id)


def _report(report_id: str) -> Report:
    return Report.objects.unscoped(REASON).get(pk=report_id)


def _tell_office(news: News, capability: str, words: str, *, name: str = "changes:case") -> None:
    case = _case(news)
    notify(
        entry_id=news.entry_id,
        capability=capability,
        organisation_ids=[case.administration_id],
        words=words,
        url=reverse(name, args=[case.pk]),
        values={"reference": case.reference},
        except_person=news.actor,
    )


def _tell_firm(news: News, case: Case, words: str, name: str, pk: UUID) -> None:
    notify(
        entry_id=news.entry_id,
        capability=REPORT,
        organisation_ids=[case.report.owner_id],
        words=words,
        url=reverse(name, args=[pk]),
        values={"reference": case.report.reference},
        except_person=news.actor,
    )
