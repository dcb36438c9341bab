"""What waits for somebody today, what is under way, and how many there are of each state."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.rules import CERTIFY, EVALUATE
from apps.certificates.models import Certificate
from apps.certificates.projections import TONES
from apps.certificates.states import APPROVED, EVALUATED, ISSUED, ISSUING, REQUESTED
from apps.core.actor import Actor
from apps.core.errors import Words
from apps.core.waiting import Waiting

MOST = 20
UNDER_WAY: Final[Mapping[str, Words]] = {
    REQUESTED: gettext_lazy("Certification: to be evaluated"),
    EVALUATED: gettext_lazy("Certification: to be decided"),
    APPROVED: gettext_lazy("Certification: the PDF is being made"),
    ISSUING: gettext_lazy("Certification: the PDF is being made"),
}


def waiting_for(actor: Actor) -> list[Waiting]:
    """Give what the actor can do now: evaluate, or decide on what somebody else evaluated."""
    if not actor.capabilities & {EVALUATE, CERTIFY}:
        return []
    mine = Q(pk__in=[])
    if actor.may(EVALUATE):
        mine |= Q(state=REQUESTED)
    if actor.may(CERTIFY):
        mine |= Q(state=EVALUATED) & ~Q(evaluated_by=actor.pseudonym)
    rows = Certificate.objects.visible_to(actor).filter(mine, body=actor.organisation_id)
    return [_to_do(row) for row in _named(rows)]


def _to_do(row: Certificate) -> Waiting:
    evaluate = row.state == REQUESTED
    return Waiting(
        what=_("Evaluate the results") if evaluate else _("Decide on the certification"),
        about=_about(row, row.holder.name),
        url=reverse("certificates:evaluate" if evaluate else "certificates:decide", args=[row.pk]),
        verb=_("Evaluate") if evaluate else _("Decide"),
    )


def in_progress_for(actor: Actor) -> list[Waiting]:
    """Give what waits for others: requests of my organisation, and what my body's colleagues hold."""
    rows = Certificate.objects.visible_to(actor).filter(state__in=[REQUESTED, EVALUATED, APPROVED, ISSUING])
    if actor.may(EVALUATE):
        rows = rows.exclude(state=REQUESTED, body=actor.organisation_id)
    if actor.may(CERTIFY):
        rows = rows.exclude(Q(state=EVALUATED, body=actor.organisation_id) & ~Q(evaluated_by=actor.pseudonym))
    return [
        Waiting(
            what=UNDER_WAY[row.state],
            about=_about(row, row.holder.name),
            url=reverse("certificates:detail", args=[row.pk]),
            next_mover=row.body.name if row.state in {REQUESTED, EVALUATED} else "",
        )
        for row in _named(rows)
    ]


def _named(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return (
        rows.select_related("material", "holder", "body").defer("facts").order_by("created_at", "pk")[:MOST]
    )


def _about(row: Certificate, holder: str) -> str:
    return f"{row.material.name}, {row.material.grade} – {holder}"


def count_by_state(actor: Actor) -> Mapping[str, int]:
    """Count the certificates of the actor's organisation by state, valid and expired apart; one query."""
    live, today = Q(state=ISSUED), timezone.localdate(actor.now)
    asked = {
        state: Count("pk", filter=Q(state=state)) for state in TONES if state not in {"valid", "expired"}
    }
    asked["valid"] = Count("pk", filter=live & Q(valid_until__gte=today))
    asked["expired"] = Count("pk", filter=live & Q(valid_until__lt=today))
    counted: dict[str, int] = Certificate.objects.visible_to(actor).aggregate(**asked)
    return {state: counted[state] for state in TONES}
