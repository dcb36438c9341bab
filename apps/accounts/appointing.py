"""What may be given to whom in an organisation, and how often a mailbox is written to. Sentences for the screen."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.rules import roles_for
from apps.core.errors import Conflict, Invalid, NotAllowed

LIFETIME: Final = timedelta(days=14)
PAUSE: Final = timedelta(minutes=10)
MOST_SENDINGS: Final = 5
MOST_OPEN: Final = 50


def check_role_fits(role: str, kind: str) -> None:
    """Refuse a role that means nothing in this kind of organisation: `Invalid`."""
    if role not in roles_for(kind):
        words = _("There is no such role in an organisation of this kind. Choose one of the list.")
        raise Invalid(words, fields={"role": [words]})


def check_not_oneself(person: UUID, actor: UUID) -> None:
    """Refuse to give oneself a role: who signs second must have been let in by somebody else."""
    if person == actor:
        raise NotAllowed(_("Nobody changes their own role. Ask another who leads the organisation."))


def check_somebody_leads(leading: Collection[UUID], *, without: UUID) -> None:
    """Refuse to take the last person who leads an organisation away from it: `Conflict`."""
    if set(leading) == {without}:
        raise Conflict(
            _(
                "They are the last who lead this organisation. Let somebody else lead it first, then try again."
            )
        )


def check_may_write(*, times: int, last_at: datetime | None, now: datetime) -> None:
    """Refuse to flood a mailbox: five letters in two weeks at most, ten minutes apart.

    Invitations that were taken back count: taking back and inviting anew is no way around.
    """
    if times >= MOST_SENDINGS:
        raise Conflict(_("This address was written to five times in two weeks. Call your colleague instead."))
    if last_at and now < last_at + PAUSE:
        raise Conflict(_("This address was written to a moment ago. Wait ten minutes before you try again."))


def check_not_too_many(open_now: int) -> None:
    """Refuse more open invitations than an organisation can mean: `Conflict`."""
    if open_now >= MOST_OPEN:
        raise Conflict(
            _("%(most)s invitations are open. Take back what nobody answers, then invite again.")
            % {"most": MOST_OPEN}
        )
