"""Finding studies, and showing them to one viewer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.accounts.rules import PLAN, TEST
from apps.consortia.models import Consortium, ConsortiumMembership
from apps.core.actor import Actor
from apps.core.paging import Page, Place
from apps.sharing.rights import holds
from apps.sharing.selectors import found
from apps.studies.models import Characteristic, Enrolment, Item, Publication, Sample, Sheet, Study
from apps.studies.projections.studies import (
    ItemView,
    LaboratoryLine,
    OwnPlace,
    StudyLine,
    StudyView,
)
from apps.studies.selectors.protocol import characteristics_of
from apps.studies.states import (
    CANDIDATE_LABORATORY,
    COORDINATOR,
    DAMAGED,
    FLOW,
    LABORATORY,
    SECOND,
    SheetState,
    StudyState,
)

WITH_NAMES = ("consortium", "convener", "critical_input")
TESTING_ROLES = (ConsortiumMembership.Role.LABORATORY, ConsortiumMembership.Role.MEMBER)


def study_for(actor: Actor, study_id: UUID) -> Study:
    """Find a study the actor may know of, or raise `Missing`."""
    return found(Study.objects.select_related(*WITH_NAMES), actor, study_id)


def standings_of(actor: Actor, study: Study) -> frozenset[str]:
    """Tell what the actor is to a study: its coordinator, one of its laboratories, or one that may enrol."""
    return _standings(actor, study, enrolled=_enrolments(actor, study).exists())


def _standings(actor: Actor, study: Study, *, enrolled: bool) -> frozenset[str]:
    standings = set()
    if study.convener_id == actor.organisation_id and actor.may(PLAN):
        standings.add(SECOND)
        if holds(actor, "coordinate_study", study):
            standings.add(COORDINATOR)
    if actor.may(TEST) and enrolled:
        standings.add(LABORATORY)
    if (
        actor.may(TEST)
        and not enrolled
        and _takes_part(actor).filter(consortium=study.consortium_id).exists()
    ):
        standings.add(CANDIDATE_LABORATORY)
    return frozenset(standings)


def _takes_part(actor: Actor) -> Any:
    live = ConsortiumMembership.objects.filter(organisation=actor.organisation_id, left_at=None)
    return live.filter(role__in=TESTING_ROLES)


def _enrolments(actor: Actor, study: Study) -> Any:
    return Enrolment.objects.visible_to(actor).filter(study=study, organisation=actor.organisation_id)


def with_taken(enrolments: Any) -> Any:
    """Add to enrolments whether a sheet was taken: all that a convener learns before closing.

    After an amendment that invalidates results, what was handed in before it must be handed in again.
    """
    invalidated = Characteristic.objects.filter(
        study=OuterRef("enrolment__study"), counts_from__gt=OuterRef("handed_in_at")
    )
    taken = Sheet.objects.unscoped("handed in or not yet, nothing else").filter(
        ~Exists(invalidated), enrolment=OuterRef("pk"), state=SheetState.TAKEN
    )
    return enrolments.annotate(has_taken=Exists(taken))


def visible_studies(actor: Actor) -> QuerySet[Study]:
    """Give the studies an actor may know of, with their names; for a page of `study_lines`."""
    return Study.objects.visible_to(actor).select_related(*WITH_NAMES)


def studies_of(actor: Actor, *, most: int = 25, before: Place | None = None) -> Page[StudyLine]:
    """Give a page of the studies an actor may know of, newest first; three queries for any number."""
    rows = visible_studies(actor).order_by("-created_at", "-id")
    if before:
        rows = rows.filter(
            Q(created_at__lt=before.created_at) | Q(created_at=before.created_at, id__lt=before.id)
        )
    newest = list(rows[: most + 1])
    more = Place(newest[most - 1].created_at, newest[most - 1].pk).token() if len(newest) > most else ""
    return Page(study_lines(actor, newest[:most]), more)


def study_lines(actor: Actor, rows: Sequence[Study]) -> list[StudyLine]:
    """Show studies (with their names joined) in a list, with the viewer's own place; one query."""
    own = Enrolment.objects.visible_to(actor).filter(organisation=actor.organisation_id, study__in=rows)
    places = {row.study_id: _own(row) for row in with_taken(own)}
    return [
        StudyLine(
            id=row.pk,
            reference=row.reference,
            title=row.title,
            critical_input=row.critical_input.name,
            consortium=row.consortium.name,
            convener=row.convener.name,
            state=row.state,
            state_label=StudyState(row.state).label,
            results_due_on=row.results_due_on,
            created_at=row.created_at,
            own=places.get(row.pk),
        )
        for row in rows
    ]


def study_view(actor: Actor, study: Study) -> StudyView:
    """Show one study: everybody the protocol, the convener also who is who."""
    convenes = study.convener_id == actor.organisation_id
    enrolments = list(
        with_taken(Enrolment.objects.visible_to(actor).filter(study=study).select_related("organisation"))
    )
    own = next((row for row in enrolments if row.organisation_id == actor.organisation_id), None)
    standings = _standings(actor, study, enrolled=own is not None)
    return StudyView(
        id=study.pk,
        reference=study.reference,
        title=study.title,
        purpose=study.purpose,
        consortium=study.consortium.name,
        convener_id=study.convener_id,
        convener=study.convener.name,
        critical_input=study.critical_input.name,
        state=study.state,
        state_label=StudyState(study.state).label,
        replicates=study.replicates,
        laboratories_wanted=study.laboratories_wanted,
        certifying=study.certifying,
        publication=study.publication,
        publication_label=Publication(study.publication).label,
        samples_due_on=study.samples_due_on,
        results_due_on=study.results_due_on,
        created_at=study.created_at,
        opened_at=study.opened_at,
        closed_at=study.closed_at,
        concluded_at=study.concluded_at,
        protocol_sha256=study.protocol_sha256,
        protocol_salt=study.protocol_salt if study.closed_at else None,
        items=_items(study, told=convenes or study.closed_at is not None),
        characteristics=characteristics_of(study),
        own=_own(own, samples=sample_codes(actor, own)) if own else None,
        laboratories=_laboratories(enrolments) if convenes else None,
        moves=tuple(move.name for move in FLOW.open_to(study.state, standings)),
    )


def _own(row: Any, samples: tuple[str, ...] = ()) -> OwnPlace:
    return OwnPlace(enrolment_id=row.pk, code=row.code, has_handed_in=row.has_taken, samples=samples)


def sample_codes(actor: Actor, enrolment: Enrolment) -> tuple[str, ...]:
    """Give the codes of a laboratory's live samples, in the order of the codes."""
    rows = Sample.objects.visible_to(actor).filter(enrolment=enrolment).exclude(state=DAMAGED)
    return tuple(rows.order_by("code").values_list("code", flat=True))


def _items(study: Study, *, told: bool) -> tuple[ItemView, ...]:
    if not told:
        return ()
    rows = Item.objects.filter(study=study).select_related("material").order_by("code")
    return tuple(
        ItemView(
            code=row.code,
            role=row.role,
            role_label=Item.Role(row.role).label,
            material_id=row.material_id,
            material=str(row.material),
        )
        for row in rows
    )


def _laboratories(rows: Sequence[Any]) -> tuple[LaboratoryLine, ...]:
    return tuple(
        LaboratoryLine(
            code=row.code,
            name=row.organisation.name,
            enrolled_at=row.created_at,
            has_handed_in=row.has_taken,
        )
        for row in sorted(rows, key=lambda row: row.code)
    )


def count_by_state(actor: Actor) -> list[tuple[str, int]]:
    """Count the studies an actor may know of, by state, in the order of the flow; empty if there are none."""
    rows = Study.objects.visible_to(actor).order_by().values_list("state").annotate(number=Count("pk"))
    counts = dict(rows)
    return [(str(label), counts[state]) for state, label in StudyState.choices if state in counts]


def consortia_to_plan_for(actor: Actor) -> list[Consortium]:
    """Give the consortia that the actor may plan a study for: those the organisation convenes."""
    rows = Consortium.objects.visible_to(actor).filter(convener=actor.organisation_id)
    return list(rows.select_related("critical_input").order_by("name_key")) if actor.may(PLAN) else []
