"""What follows from news about people: the mail with a colleague's link, and a notice when they have joined.

Accounts lies below this app and cannot mail; it writes the letter, here it is sent.
"""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop

from apps.accounts.events import ColleagueInvited, ColleagueInvitedAgain, PersonJoined
from apps.accounts.rules import MANAGE
from apps.accounts.selectors import names_of
from apps.accounts.services import write_letter
from apps.audit.outbox import News, on
from apps.notifications.services import notify, send_mail


@on(ColleagueInvited, ColleagueInvitedAgain)
def mail_the_link(news: News) -> None:
    """Mail the link of a colleague's invitation; redelivered after a crash, the earlier link is dead."""
    letter = write_letter(invitation_id=UUID(news.event.invitation_id), entry_id=news.entry_id)
    if letter is None:
        return
    invitation = letter.invitation
    send_mail(
        entry_id=news.entry_id,
        address=invitation.email,
        template="accounts/mail/invitation",
        language=invitation.language,
        context={
            "invitation": invitation,
            "inviter": names_of([invitation.invited_by], []).people.get(invitation.invited_by, ""),
            "link": settings.SITE_URL + reverse("accounts:open_link", args=[letter.token]),
        },
    )


@on(PersonJoined)
def tell_who_leads(news: News) -> None:
    """Tell those who lead the organisation that somebody they invited has joined; not of whom others put there."""
    if str(news.actor) != news.event.pseudonym:
        return
    notify(
        entry_id=news.entry_id,
        capability=MANAGE,
        organisation_ids=[UUID(news.event.organisation_id)],
        words=gettext_noop("An invited colleague has joined."),
        url=reverse("accounts:organisation"),
        except_person=news.actor,
    )
