"""Who sees what of a report, who may be shown it, and what a party would get."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts.models import Organisation, Party
from apps.accounts.rules import KIND_PURPOSES, purposes_of
from apps.accounts.selectors import PARTY_SOURCES
from apps.changes.models import Report, ReportGrant
from apps.changes.projections import ReportView
from apps.changes.selectors.reports import view_of
from apps.consortia.selectors import consortium_ids_of
from apps.core.actor import Actor, system_actor
from apps.core.errors import Missing, Words
from apps.core.paging import A_PAGE, NEWEST, Page

OPEN, DUTY, CLOSED = "open", "duty", "closed"


@dataclass(frozen=True, kw_only=True)
class ShareLine:
    """One party's access to a report, group by group, as its owner reads it."""

    grant_id: UUID
    party_id: UUID
    party: str
    kind: Words
    marks: tuple[str, ...]
    groups: tuple[str, ...]
    purpose: str
    purpose_label: Words
    until: datetime
    by_duty: bool
    legal_basis: str
    is_live: bool
    revoked_at: datetime | None


def shares_of(actor: Actor, report: Report) -> list[ShareLine]:
    """Give the owner every grant of a report, live ones first; nobody else gets anything."""
    lines = [_share(row, actor.now) for row in _grants(actor, report).order_by("created_at", "pk")]
    return sorted(lines, key=lambda line: not line.is_live)


def shares_page(actor: Actor, report: Report, *, cursor: str = "", most: int = A_PAGE) -> Page[ShareLine]:
    """Give the owner a page of the grants of a report, newest first; nobody else gets anything."""
    page = NEWEST.page(_grants(actor, report), cursor=cursor, most=most)
    return page.told(lambda row: _share(row, actor.now))


def share_of(actor: Actor, report: Report, grant_id: UUID) -> ShareLine:
    """Give the owner one grant of a report; raises `Missing` for any other."""
    row = _grants(actor, report).filter(pk=grant_id).first()
    if row is None:
        raise Missing("")
    return _share(row, actor.now)


def _grants(actor: Actor, report: Report) -> QuerySet[ReportGrant]:
    """Find the grants of one's own report; of another's there are none."""
    rows = ReportGrant.objects.filter(obj=report, obj__owner=actor.organisation_id)
    return rows.select_related("grantee__organisation", "grantee")


def _share(row: ReportGrant, now: datetime) -> ShareLine:
    by_duty = row.basis == ReportGrant.Basis.DUTY
    mark = DUTY if by_duty else OPEN
    groups = Report.SHARING.groups
    organisation: Organisation | None = getattr(row.grantee, "organisation", None)
    return ShareLine(
        grant_id=row.pk,
        party_id=row.grantee_id,
        party=row.grantee.name,
        kind=organisation.get_kind_display() if organisation else row.grantee.get_party_kind_display(),
        marks=tuple(mark if row.mask & group.mask else CLOSED for group in groups),
        groups=Report.SHARING.names_in(row.mask),
        purpose=row.purpose,
        purpose_label=row.get_purpose_display(),
        until=row.valid_until,
        by_duty=by_duty,
        legal_basis=row.legal_basis,
        is_live=row.revoked_at is None and row.valid_until > now,
        revoked_at=row.revoked_at,
    )


def receivers_for(actor: Actor) -> list[Party]:
    """Give the parties a firm may choose from: its consortia, and their other members, by name."""
    consortia = consortium_ids_of(actor.organisation_id)
    live = Q(
        organisation__consortium_memberships__consortium__in=consortia,
        organisation__consortium_memberships__left_at=None,
    )
    rows = Party.objects.filter(live | Q(pk__in=consortia)).exclude(pk=actor.organisation_id)
    return list(rows.distinct().order_by("-party_kind", "name_key"))


def seen_as(actor: Actor, report: Report, party_id: UUID) -> tuple[Party, ReportView]:
    """Give a report as a party it was opened to receives it, through the very same rule.

    Only the owner may ask, and only about a party with a grant; otherwise raises `Missing`.
    """
    asked = [line.party_id for line in shares_of(actor, report)]
    if party_id not in asked:
        raise Missing("")
    party = Party.objects.get(pk=party_id)
    return party, view_of(_member_of(party, actor.now), report)


def _member_of(party: Party, now: datetime) -> Actor:
    """Build somebody of a party: a consortium's member may have any purpose a member can have."""
    kind = Organisation.objects.filter(pk=party.pk).values_list("kind", flat=True).first()
    purposes = purposes_of(kind) if kind else frozenset[str]().union(*KIND_PURPOSES.values())
    further: Sequence[UUID] = (
        [found for source in PARTY_SOURCES for found in source(party.pk)] if kind else []
    )
    somebody = system_actor(now=now)
    return replace(somebody, organisation_id=party.pk, parties=(party.pk, *further), purposes=purposes)
