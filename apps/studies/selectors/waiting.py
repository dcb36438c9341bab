"""What waits for whom on the home page; every list costs the same queries for any number of studies."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.rules import PLAN, TEST
from apps.consortia.models import ConsortiumMembership
from apps.core.actor import Actor
from apps.core.waiting import Waiting
from apps.studies.models import (
    Characteristic,
    Enrolment,
    OutlierFlag,
    Sample,
    Sheet,
    Study,
    StudyRight,
)
from apps.studies.rules.protocol import fewest_sheets
from apps.studies.selectors.analysis import WITH_ITS_LABORATORY
from apps.studies.selectors.studies import with_taken
from apps.studies.states import FlagState, SampleState, SheetState, StudyState

MOST = 20


def waiting_for(actor: Actor) -> list[Waiting]:
    """Give what waits for this actor, by the hat it wears: a laboratory, the coordinator, a second person."""
    lines: list[Waiting] = []
    if actor.may(TEST):
        lines += _to_receive(actor) + _to_hand_in(actor) + _to_enrol_in(actor)
    if actor.may(PLAN):
        lines += _to_coordinate(actor) + _to_confirm(actor)
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on))


def in_progress_for(actor: Actor) -> list[Waiting]:
    """Give what goes on and waits for others: own results handed in, studies open for results."""
    lines: list[Waiting] = []
    if actor.may(TEST):
        lines += [
            _line(row.study, _("Your results are handed in"), next_mover=row.study.convener.name)
            for row in _own(actor, has_taken=True)
        ]
    if actor.may(PLAN):
        lines += [
            _line(row, _("Open for results"), next_mover=_("the laboratories"))
            for row in _coordinated(actor).filter(state=StudyState.OPEN)[:MOST]
            if not _is_ready(row, actor)
        ]
        lines += [
            _line(
                row,
                _("Rulings wait for their confirmation"),
                page="outliers",
                next_mover=_("a second person"),
            )
            for row in _ruled_on(actor)
        ]
    return lines


def _ruled_on(actor: Actor) -> Any:
    """Studies where the actor's own rulings wait for somebody else."""
    own = OutlierFlag.objects.filter(
        ~WITH_ITS_LABORATORY, study=OuterRef("pk"), state=FlagState.RULED, ruled_by=actor.pseudonym
    )
    rows = Study.objects.visible_to(actor).filter(
        Exists(own), convener=actor.organisation_id, state=StudyState.CLOSED
    )
    return rows.order_by("closed_at", "reference")[:MOST]


def _own(actor: Actor, *, has_taken: bool) -> Any:
    own = Enrolment.objects.visible_to(actor).filter(
        organisation=actor.organisation_id, study__state=StudyState.OPEN
    )
    drafts = Sheet.objects.visible_to(actor).filter(enrolment=OuterRef("pk"), state=SheetState.DRAFT)
    rows = with_taken(own.select_related("study__convener")).annotate(has_draft=Exists(drafts))
    return rows.filter(has_taken=has_taken).order_by("study__results_due_on", "study__reference")[:MOST]


def _to_hand_in(actor: Actor) -> list[Waiting]:
    return [
        _line(
            row.study,
            _("Check your draft and hand it in") if row.has_draft else _("Hand in your results"),
            verb=_("Hand in"),
            due_on=row.study.results_due_on,
            page="results",
        )
        for row in _own(actor, has_taken=False)
    ]


def _to_receive(actor: Actor) -> list[Waiting]:
    on_their_way = Sample.objects.visible_to(actor).filter(
        study=OuterRef("pk"), enrolment__organisation=actor.organisation_id, state=SampleState.DISPATCHED
    )
    rows = Study.objects.visible_to(actor).filter(Exists(on_their_way), state=StudyState.OPEN)
    return [
        _line(
            row,
            _("Confirm that your samples came in"),
            verb=_("Confirm"),
            due_on=row.samples_due_on,
            page="samples",
        )
        for row in rows.order_by("results_due_on", "reference")[:MOST]
    ]


def _to_confirm(actor: Actor) -> list[Waiting]:
    """Rulings of somebody else, which a second person of the convener confirms."""
    others = OutlierFlag.objects.filter(
        ~WITH_ITS_LABORATORY, study=OuterRef("pk"), state=FlagState.RULED
    ).exclude(ruled_by=actor.pseudonym)
    rows = Study.objects.visible_to(actor).filter(
        Exists(others), convener=actor.organisation_id, state=StudyState.CLOSED
    )
    return [
        _line(row, _("Confirm a ruling on an outlying cell"), verb=_("Confirm"), page="outliers")
        for row in rows.order_by("closed_at", "reference")[:MOST]
    ]


def _to_enrol_in(actor: Actor) -> list[Waiting]:
    """Only to laboratories: a member firm may enrol, but nothing waits for it."""
    tests_for = ConsortiumMembership.objects.filter(
        consortium=OuterRef("consortium"),
        organisation=actor.organisation_id,
        left_at=None,
        role=ConsortiumMembership.Role.LABORATORY,
    )
    own = Enrolment.objects.visible_to(actor).filter(study=OuterRef("pk"), organisation=actor.organisation_id)
    rows = Study.objects.visible_to(actor).filter(
        Exists(tests_for), ~Exists(own), state=StudyState.OPEN, results_due_on__gte=actor.now.date()
    )
    return [
        _line(row, _("Enrol in the joint study"), verb=_("Enrol"), due_on=row.results_due_on)
        for row in rows.order_by("results_due_on", "reference")[:MOST]
    ]


def _coordinated(actor: Actor) -> Any:
    """Studies the actor coordinates, with how many laboratories enrolled and handed in."""
    mine = StudyRight.objects.filter(user_id=actor.user_id, permission__codename="coordinate_study")
    rows = Study.objects.visible_to(actor).filter(
        convener=actor.organisation_id, pk__in=mine.values("content_object_id")
    )
    latest = Characteristic.objects.filter(study=OuterRef("pk")).order_by().values("study")
    taken = Q(enrolments__sheets__state=SheetState.TAKEN) & (
        Q(counts_from=None) | Q(enrolments__sheets__handed_in_at__gte=F("counts_from"))
    )
    return (
        rows.annotate(
            counts_from=Subquery(latest.values(latest=Max("counts_from"))),
        )
        .annotate(
            enrolled=Count("enrolments", distinct=True),
            handed_in=Count("enrolments__sheets", filter=taken, distinct=True),
        )
        .order_by("results_due_on", "reference")
    )


def _is_ready(row: Any, actor: Actor) -> Any:
    """All have handed in, or the day has passed: time to close."""
    over = row.results_due_on < actor.now.date()
    return row.handed_in >= fewest_sheets(certifying=row.certifying) and (
        over or row.handed_in == row.enrolled
    )


def _to_coordinate(actor: Actor) -> list[Waiting]:
    rows = _coordinated(actor).exclude(state=StudyState.CONCLUDED)
    by_state = {
        StudyState.PLANNED: _of_planned,
        StudyState.OPEN: _of_open,
        StudyState.CLOSED: _of_closed,
    }
    return [
        line
        for row in rows.annotate(**_open_questions())[:MOST]
        for line in by_state[StudyState(row.state)](row, actor)
    ]


def _open_questions() -> dict[str, Exists]:
    """What of a study waits: samples of laboratories that have not handed in, flags."""
    prepared = Sample.objects.unscoped("of studies that the actor coordinates").filter(
        study=OuterRef("pk"), state=SampleState.PREPARED
    )
    taken = Sheet.objects.unscoped("handed in or not yet, nothing else").filter(
        enrolment=OuterRef("enrolment"), state=SheetState.TAKEN
    )
    flags = OutlierFlag.objects.filter(~WITH_ITS_LABORATORY, study=OuterRef("pk"))
    return {
        "to_send": Exists(prepared.filter(~Exists(taken))),
        "to_rule": Exists(flags.filter(state=FlagState.PROPOSED)),
        "to_confirm": Exists(flags.filter(state=FlagState.RULED)),
    }


def _of_planned(row: Any, _actor: Actor) -> Iterator[Waiting]:
    yield _line(row, _("Finish the protocol and open the study"), verb=_("Go on"), page="protocol")


def _of_open(row: Any, actor: Actor) -> Iterator[Waiting]:
    if row.to_send:
        due = row.samples_due_on
        yield _line(row, _("Dispatch the samples"), verb=_("Dispatch"), due_on=due, page="samples")
    if _is_ready(row, actor):
        what = _("Close the study and see the analysis")
        yield _line(row, what, verb=_("Close"), due_on=row.results_due_on, page="close")


def _of_closed(row: Any, _actor: Actor) -> Iterator[Waiting]:
    if row.to_rule:
        yield _line(row, _("Rule on the outlying cells"), verb=_("Rule"), page="outliers")
    elif not row.to_confirm:
        yield _line(row, _("Conclude the study"), verb=_("Conclude"), page="conclusion")


def _line(study: Study, what: str, *, page: str = "detail", **more: Any) -> Waiting:
    return Waiting(
        what=what,
        about=f"{study.reference} {study.title}",
        url=reverse(f"studies:{page}", args=[study.pk]),
        **more,
    )
