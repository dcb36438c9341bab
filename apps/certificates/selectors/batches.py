"""Reading batches, as somebody of the certification body; and what waits for a decision."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.rules import CERTIFY
from apps.accounts.selectors import actor_of, live_memberships, names_of
from apps.certificates.models import BORN, Batch, BatchLine, Certificate
from apps.certificates.projections.batches import BatchShown, ToDecide, batch_shown, to_decide
from apps.certificates.rules.batches import MOST_IN_BATCH
from apps.certificates.states import EVALUATED
from apps.core.actor import Actor
from apps.core.errors import Conflict, Missing
from apps.core.paging import NEWEST, Page


@dataclass(frozen=True)
class Decider:
    """Who ordered a batch, as they are now: their language, and who they act as; None if they decide no more."""

    language: str
    actor: Actor | None


def decidable(actor: Actor) -> list[ToDecide]:
    """Give what the actor can decide on now: what somebody else of their body has evaluated. One query."""
    if not actor.may(CERTIFY):
        return []
    rows = Certificate.objects.visible_to(actor).filter(state=EVALUATED, body=actor.organisation_id)
    rows = rows.exclude(evaluated_by=actor.pseudonym).select_related("material", "holder", "study")
    return [to_decide(row) for row in rows.defer("facts").order_by("created_at", "pk")[:MOST_IN_BATCH]]


def batches_page(actor: Actor, *, cursor: str = "", most: int = 50) -> Page[Batch]:
    """Give the batches of the actor's organisation, newest first."""
    return NEWEST.page(Batch.objects.filter(body=actor.organisation_id), cursor=cursor, most=most)


def batch_for(actor: Actor, batch_id: UUID) -> BatchShown:
    """Find a batch of the actor's organisation, with where each certificate stands; four queries. Raises `Missing`."""
    batch = Batch.objects.filter(pk=batch_id, body=actor.organisation_id).first()
    if batch is None:
        raise Missing("")
    lines = BatchLine.objects.filter(batch=batch).order_by("pk")
    named = lines.select_related(*(f"certificate__{name}" for name in ("material", "holder", "study")))
    ordered_by = names_of([batch.ordered_by], []).people.get(batch.ordered_by, "")
    return batch_shown(batch, list(named.defer("certificate__facts")), ordered_by)


def batch_files(actor: Actor, batch_id: UUID) -> list[Certificate]:
    """Give the certificates of a finished batch whose file is there. Raises `Missing`, `Conflict`."""
    batch = batch_for(actor, batch_id)
    if not batch.finished:
        raise Conflict(_("Some of these certificates are still being made."))
    rows = Certificate.objects.visible_to(actor).filter(
        pk__in=[line.certificate_id for line in batch.lines if line.stands == "issued"], state__in=BORN
    )
    found = list(rows.defer("facts").order_by("number"))
    if not found:
        raise Conflict(_("None of these certificates was issued."))
    return found


def who_ordered(batch: Batch, *, at: datetime) -> Decider:
    """Give the person who ordered a batch, with the role they have at a moment."""
    person = User.objects.filter(pseudonym=batch.ordered_by, is_active=True).first()
    if person is None:
        return Decider(settings.LANGUAGE_CODE, None)
    membership = live_memberships(person, at=at).filter(organisation=batch.body_id).first()
    return Decider(person.language, actor_of(membership, now=at) if membership else None)


def lines_of(batch_id: UUID) -> list[int]:
    """Give the lines of a batch that nobody has begun."""
    rows = BatchLine.objects.filter(batch=batch_id, outcome="waiting", attempts=0)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def lines_due(*, now: datetime, most: int) -> list[int]:
    """Give the lines that wait and whose time has come."""
    rows = BatchLine.objects.filter(outcome="waiting", due_at__lte=now)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:most])
