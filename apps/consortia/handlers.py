"""What follows from news about consortia: the mail with the link, and notices."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop

from apps.accounts.rules import INVITE
from apps.audit.outbox import News, on
from apps.consortia import rules
from apps.consortia.events import InvitationAccepted, InvitationDeclined, InvitationResent, InvitationSent
from apps.consortia.models import Invitation
from apps.consortia.selectors import agreement_shown
from apps.consortia.states import SENT
from apps.notifications.services import notify, send_mail


@on(InvitationSent, InvitationResent)
def mail_the_link(news: News) -> None:
    """Make the link, store its hash, and mail it: the link exists nowhere else.

    Redelivered after a crash it makes a new link and mails that; the earlier one is dead.
    """
    rows = Invitation.objects.unscoped("the worker acts on an entry").select_for_update(of=("self",))
    invitation = rows.select_related("consortium", "invited_for", "agreement").get(
        pk=news.event.invitation_id
    )
    if invitation.state != SENT or (invitation.sent_entry or 0) >= news.entry_id:
        return
    token = rules.new_token()
    invitation.token_sha256 = rules.token_hash(token)
    invitation.sent_entry = news.entry_id
    invitation.sent_count += 1
    invitation.save(update_fields=["token_sha256", "sent_entry", "sent_count"])
    send_mail(
        entry_id=news.entry_id,
        address=invitation.email,
        template="consortia/mail/invitation",
        language=invitation.language,
        context={
            "invitation": invitation,
            "agreement": agreement_shown(invitation.agreement),
            "link": settings.SITE_URL + reverse("invitation:open", args=[token]),
        },
    )


@on(InvitationAccepted, InvitationDeclined)
def tell_the_convener(news: News) -> None:
    """Tell those who may invite how the invitation was answered."""
    accepted = isinstance(news.event, InvitationAccepted)
    words = (
        gettext_noop("{name} joined the consortium.")
        if accepted
        else gettext_noop("{name} declined the invitation.")
    )
    rows = Invitation.objects.unscoped("the worker acts on an entry")
    invitation = rows.get(pk=news.event.invitation_id)
    notify(
        entry_id=news.entry_id,
        capability=INVITE,
        organisation_ids=[invitation.invited_for_id],
        words=words,
        values={"name": news.event.organisation_name},
        url=reverse("consortia:detail", args=[news.event.consortium_id]),
    )
