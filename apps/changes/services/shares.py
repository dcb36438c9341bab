"""Opening and closing a report to others, by its firm's choice."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.changes.models import Report, ReportGrant
from apps.changes.selectors import receivers_for, report_for, standings_of
from apps.changes.states import REPORTER
from apps.core.actor import Actor
from apps.core.errors import Invalid, NotAllowed
from apps.sharing import services as sharing


@transaction.atomic
def share_report(
    *, actor: Actor, report_id: UUID, grantee_id: UUID, groups: Iterable[str], purpose: str, until: datetime
) -> ReportGrant:
    """Open field groups of a report to a consortium of one's own or a fellow member, until a day.

    Raises `NotAllowed` to anyone but the reporting firm, `Invalid` for what cannot be granted.
    """
    report = _own(actor, report_id)
    if grantee_id not in {party.pk for party in receivers_for(actor)}:
        message = _("Choose one of your consortia, or a member of one.")
        raise Invalid(message, fields={"grantee": [message]})
    granted = sharing.grant(
        row=report, grantee_id=grantee_id, groups=tuple(groups), purpose=purpose, until=until, actor=actor
    )
    return ReportGrant.objects.get(pk=granted.pk)


@transaction.atomic
def close_share(*, actor: Actor, report_id: UUID, grant_id: UUID, reason: str = "") -> None:
    """Close a grant at once. Raises `Conflict` if it is closed already or stands by duty."""
    sharing.revoke(row=_own(actor, report_id), grant_id=grant_id, actor=actor, reason=reason.strip())


def _own(actor: Actor, report_id: UUID) -> Report:
    report = report_for(actor, report_id)
    if REPORTER not in standings_of(actor, report):
        raise NotAllowed(_("Only the reporting firm decides who sees this."))
    return report
