"""What waits for whom on the home page; every list costs the same queries for any number of studies."""

from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.rules import PLAN, TEST
from apps.consortia.models import ConsortiumMembership
from apps.core.actor import Actor
from apps.core.waiting import Waiting
from apps.studies.models import Characteristic, Enrolment, Sheet, Study, StudyRight
from apps.studies.rules.protocol import fewest_sheets
from apps.studies.selectors.studies import with_taken
from apps.studies.states import SheetState, StudyState

MOST = 20


def waiting_for(actor: Actor) -> list[Waiting]:
    """Give what waits for this actor: results to hand in, studies to enrol in, to open, to close."""
    lines: list[Waiting] = []
    if actor.may(TEST):
        lines += _to_hand_in(actor) + _to_enrol_in(actor)
    if actor.may(PLAN):
        lines += _to_coordinate(actor)
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
    return lines


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
    lines = []
    for row in _coordinated(actor).exclude(state=StudyState.CLOSED)[:MOST]:
        if row.opened_at is None:
            lines.append(
                _line(row, _("Finish the protocol and open the study"), verb=_("Go on"), page="protocol")
            )
        elif _is_ready(row, actor):
            what = _("Close the study and see the analysis")
            lines.append(_line(row, what, verb=_("Close"), due_on=row.results_due_on, page="close"))
    return lines


def _line(study: Study, what: str, *, page: str = "detail", **more: Any) -> Waiting:
    return Waiting(
        what=what,
        about=f"{study.reference} {study.title}",
        url=reverse(f"studies:{page}", args=[study.pk]),
        **more,
    )
