"""Pure rules of invitations: links, deadlines, limits."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from apps.accounts.links import new_token, token_hash
from apps.core.errors import Conflict, Invalid, NotAllowed

LIFETIME = timedelta(days=30)
MOST_SENDINGS = 5
PAUSE = timedelta(minutes=10)
# Whoever is invited may found one of these. Offices (an administration, an industry body, a certification body,
# another convening institution) get data and powers by what they are: the operator puts them on the platform.
FOUNDED_BY_INVITATION = frozenset({"firm", "laboratory"})


def check_may_invite(lately: int) -> None:
    """Refuse to write to an address by taking back and inviting anew: five invitations in thirty days."""
    if lately >= MOST_SENDINGS:
        words = _("This address was invited five times in thirty days. Call them instead.")
        raise Conflict(words, fields={"email": [words]})


def check_may_resend(*, sent_count: int, last_sent_at: datetime | None, now: datetime) -> None:
    """Refuse to flood a mailbox: five sendings at most, ten minutes apart."""
    if sent_count >= MOST_SENDINGS:
        raise Conflict(
            _("This invitation was sent five times already. Revoke it and ask the firm to call you.")
        )
    if last_sent_at and now < last_sent_at + PAUSE:
        raise Conflict(_("It was sent a moment ago. Wait ten minutes before sending it again."))


def check_may_found(kind: str) -> None:
    """Refuse to make an office out of an invitation; one that exists may join with the person who leads it."""
    if kind not in FOUNDED_BY_INVITATION:
        raise NotAllowed(
            _(
                "An organisation of this kind cannot be founded by an invitation. Sign in as somebody who leads it."
            )
        )


def check_agreement_named(accepted: str, version: str) -> None:
    """Require that the person named the version of the agreement that they accept."""
    if accepted != version:
        words = _("Accept version %(version)s of the agreement to join.") % {"version": version}
        raise Invalid(words, fields={"agreement": [words]})


__all__ = [
    "FOUNDED_BY_INVITATION",
    "LIFETIME",
    "check_agreement_named",
    "check_may_found",
    "check_may_resend",
    "new_token",
    "token_hash",
]
