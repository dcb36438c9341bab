"""Telling people what concerns them, and nobody else."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_noop

from apps.accounts.rules import EVALUATE, PLAN, TEST
from apps.audit.outbox import News, on
from apps.consortia.selectors import member_organisations
from apps.core.events import Event
from apps.notifications.services import notify
from apps.studies.events import (
    CoordinatorNamed,
    FlagRuled,
    ProtocolAmended,
    SampleDamaged,
    SampleDispatched,
    SheetDrafted,
    SheetRefused,
    SheetTaken,
    StudyClosed,
    StudyConcluded,
    StudyOpened,
)
from apps.studies.models import Cell, Enrolment, Sample, Sheet, Study
from apps.studies.rules.faults import shown
from apps.studies.states import SheetState

MOST_REASON = 120
"""Characters of an amendment's reason that a notice repeats; the protocol's page has all."""


@on(SheetTaken, SheetRefused, SheetDrafted)
def tell_the_laboratory(news: News) -> None:
    """Tell the laboratory, and nobody else, what became of its sheet; not who has just done it.

    Of a draft it is told only when a worker read it: else the one who sent it saw it at once.
    """
    rows = Sheet.objects.unscoped("its own laboratory is told").select_related("enrolment__study")
    sheet = rows.get(pk=news.event.sheet_id)
    if isinstance(news.event, SheetDrafted) and sheet.read_at == sheet.created_at:
        return
    notify(
        entry_id=news.entry_id,
        capability=TEST,
        organisation_ids=[sheet.enrolment.organisation_id],
        words=OF_A_SHEET[type(news.event)],
        values={"reference": sheet.enrolment.study.reference},
        url=reverse("studies:sheet", args=[news.event.study_id, sheet.pk]),
        except_person=news.actor,
    )


OF_A_SHEET: Final[dict[type[Event], str]] = {
    SheetTaken: gettext_noop("Your result sheet for {reference} was taken."),
    SheetRefused: gettext_noop("Your result sheet for {reference} was refused; the report says why."),
    SheetDrafted: gettext_noop("Your draft for {reference} was read; check it and hand it in."),
}


@on(StudyOpened)
def tell_the_consortium(news: News) -> None:
    """Tell the members who test that a study is open for enrolment."""
    study = _study(news)
    notify(
        entry_id=news.entry_id,
        capability=TEST,
        organisation_ids=[row.pk for row in member_organisations(study.consortium)],
        words=gettext_noop("The study {reference} is open: {title}."),
        values={"reference": study.reference, "title": study.title},
        url=reverse("studies:detail", args=[study.pk]),
        except_person=news.actor,
    )


@on(ProtocolAmended)
def tell_the_laboratories(news: News) -> None:
    """Tell each laboratory that the protocol has changed; those whose results do not count any more, that too.

    Every laboratory gets one notice. Nobody but its own people learns which of the two it was.
    """
    study = _study(news)
    enrolled = Enrolment.objects.unscoped("each is told by itself").filter(study=study)
    void = _with_void_results(study, news.event.invalidates.split(", "))
    concerned = set(enrolled.filter(pk__in=void).values_list("organisation", flat=True))
    others = set(enrolled.values_list("organisation", flat=True)) - concerned
    for organisations, words in (
        (
            concerned,
            gettext_noop(
                "Results you handed in for {reference} count no more: {invalidates}. Hand in again."
            ),
        ),
        (others, gettext_noop("The protocol of {reference} was amended: {reason}")),
    ):
        notify(
            entry_id=news.entry_id,
            capability=TEST,
            organisation_ids=sorted(organisations),
            words=words,
            values={
                "reference": study.reference,
                "reason": shown(news.event.reason, MOST_REASON),
                "invalidates": news.event.invalidates,
            },
            url=reverse("studies:protocol", args=[study.pk]),
        )


def _with_void_results(study: Study, codes: list[str]) -> QuerySet[Any]:
    """Enrolments whose sheet holds results of these codes from before they were invalidated."""
    void = Cell.objects.filter(
        sheet__enrolment__study=study,
        sheet__state=SheetState.TAKEN,
        sheet__handed_in_at__lt=F("characteristic__counts_from"),
        characteristic__code__in=codes,
    )
    return void.values("sheet__enrolment")


@on(StudyClosed)
def tell_who_took_part(news: News) -> None:
    """Tell the laboratories and the convener that the analysis is there."""
    study = _study(news)
    enrolled = Enrolment.objects.unscoped("those who took part are told").filter(study=study)
    _tell(
        news,
        gettext_noop("The study {reference} is closed; the analysis is there."),
        {TEST: list(enrolled.values_list("organisation_id", flat=True)), PLAN: [study.convener_id]},
        page="analysis",
    )


@on(SampleDispatched)
def tell_where_a_sample_goes(news: News) -> None:
    """Tell a laboratory, and nobody else, that a sample is on its way to it."""
    sample = Sample.objects.unscoped("its own laboratory is told").get(pk=news.event.sample_id)
    _tell(
        news,
        gettext_noop("The sample {code} of {reference} is on its way to you; confirm when it comes in."),
        {TEST: [sample.enrolment.organisation_id]},
        page="samples",
        code=sample.code,
    )


@on(SampleDamaged)
def tell_that_a_sample_is_damaged(news: News) -> None:
    """Tell the convener, who packs the samples, that a new one waits to be sent."""
    _tell(
        news,
        gettext_noop("A sample of {reference} came in damaged; a new one is to be sent."),
        {PLAN: [_study(news).convener_id]},
        page="samples",
    )


@on(FlagRuled)
def tell_who_may_confirm(news: News) -> None:
    """Tell the convener's people, but for the one who ruled, that a ruling waits for a second person."""
    _tell(
        news,
        gettext_noop("A ruling on an outlier in {reference} waits for a second person."),
        {PLAN: [_study(news).convener_id]},
        page="flag",
        at=[news.event.flag_id],
    )


@on(StudyConcluded)
def tell_who_sees_the_conclusion(news: News) -> None:
    """Tell all who see the study: the consortium of today, its laboratories among them, and the convener.

    What it concludes is not in the notice: it stands on the page, behind the page's own door.
    """
    study = _study(news)
    members = [row.pk for row in member_organisations(study.consortium)]
    _tell(
        news,
        gettext_noop("The study {reference} is concluded."),
        {TEST: members, EVALUATE: members, PLAN: [study.convener_id]},
        page="conclusion",
    )


@on(CoordinatorNamed)
def tell_who_coordinates(news: News) -> None:
    """Tell the convener's people that somebody else coordinates."""
    _tell(
        news,
        gettext_noop("The study {reference} has another coordinator."),
        {PLAN: [_study(news).convener_id]},
        page="laboratories",
    )


def _tell(
    news: News,
    words: str,
    whom: dict[str, list[UUID]],
    *,
    page: str,
    at: Sequence[int] = (),
    **values: str,
) -> None:
    """Tell people of some organisations by what they may do, but not who has just done it; each once."""
    study = _study(news)
    for capability, organisations in whom.items():
        notify(
            entry_id=news.entry_id,
            capability=capability,
            organisation_ids=organisations,
            words=words,
            values={"reference": study.reference} | values,
            url=reverse(f"studies:{page}", args=[study.pk, *at]),
            except_person=news.actor,
        )


def _study(news: News) -> Study:
    rows = Study.objects.unscoped("news of it is told to whom it concerns").select_related("consortium")
    return rows.get(pk=news.event.study_id)
