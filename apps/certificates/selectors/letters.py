"""Reading letters: what the holder sent and was sent; nobody else, its certification body neither, learns of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.rules import MANAGE, REPORT
from apps.accounts.selectors import names_of
from apps.certificates.models import Certificate, Letter
from apps.certificates.projections.letters import LetterShown, letter_shown
from apps.certificates.projections.words import state_word
from apps.certificates.rules.letters import check_counts_today
from apps.certificates.selectors.certificates import certificate_for
from apps.certificates.states import WAITING
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.core.paging import NEWEST, Page

ON_PAGE = 20
DAY = timedelta(hours=24)


def holds(actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the actor's organisation holds a certificate."""
    return bool(certificate.holder_id == actor.organisation_id)


def may_send(actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the actor may send a certificate by mail: the holder's leads, while it is valid."""
    leads = bool(actor.capabilities & {MANAGE, REPORT})
    return holds(actor, certificate) and leads and state_word(certificate, actor.now) == "valid"


def certificate_to_send(actor: Actor, certificate_id: UUID) -> Certificate:
    """Find a certificate that the actor may send. Raises `Missing`, `NotAllowed`, or `Conflict` if it is not valid."""
    found = certificate_for(actor, certificate_id)
    if not holds(actor, found) or not actor.capabilities & {MANAGE, REPORT}:
        raise NotAllowed(_("A certificate is sent by a lead or procurement lead of its holder."))
    check_counts_today(state_word(found, actor.now))
    return found


def letters_page(
    actor: Actor, certificate_id: UUID, *, cursor: str = "", most: int = ON_PAGE
) -> Page[LetterShown]:
    """Give a page of the letters of a certificate, newest first. Raises `NotAllowed` for anybody but its holder."""
    certificate = certificate_for(actor, certificate_id)
    if not holds(actor, certificate):
        raise NotAllowed(_("What is sent by mail is known to the holder alone."))
    page = NEWEST.page(Letter.objects.filter(certificate=certificate), cursor=cursor, most=most)
    return Page(_told(page.rows), page.next_token)


def letters_of(actor: Actor, certificate: Certificate) -> list[LetterShown]:
    """Give the newest letters of a certificate that was found for the actor; none unless they hold it."""
    if not holds(actor, certificate) or not certificate.issued_at:
        return []
    return _told(Letter.objects.filter(certificate=certificate).order_by("-created_at", "-id")[:ON_PAGE])


def _told(rows: Sequence[Letter] | QuerySet[Letter]) -> list[LetterShown]:
    senders = {row.sent_by for row in rows if row.sent_by}
    names = names_of(list(senders), []).people if senders else {}
    return [letter_shown(row, names) for row in rows]


def sender_of(pseudonym: UUID) -> User | None:
    """Find who sent a letter; None if they are gone."""
    return User.objects.filter(pseudonym=pseudonym, is_active=True).first()


def sent_within_a_day(actor: Actor) -> int:
    """Count what the people of the actor's organisation have sent within the last 24 hours."""
    sent = Letter.objects.filter(certificate__holder=actor.organisation_id, sent_by__isnull=False)
    return sent.filter(created_at__gt=actor.now - DAY).count()


def letters_due(*, now: datetime, most: int) -> list[UUID]:
    """Give the letters that wait and whose time has come."""
    rows = Letter.objects.filter(state=WAITING, due_at__lte=now)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:most])
