"""Whom a grant reaches, asked with no person at hand: for the worker that tells people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import Organisation
from apps.accounts.rules import purposes_of
from apps.changes.models import ReportGrant
from apps.consortia.models import ConsortiumMembership


def organisations_behind(party_id: str | UUID) -> list[UUID]:
    """Give the organisations that receive as a party: a consortium's members now, or itself."""
    members = ConsortiumMembership.objects.filter(consortium_id=party_id, left_at=None)
    return list(members.values_list("organisation_id", flat=True)) or [UUID(str(party_id))]


def reaching(
    report_id: str | UUID, organisation_ids: Sequence[UUID], *, at: datetime | None = None
) -> list[UUID]:
    """Give those of some organisations that a live grant of the report reaches, for a purpose they have."""
    now = at or timezone.now()
    live = ReportGrant.objects.filter(
        Q(obj__embargo_until=None) | Q(obj__embargo_until__lte=now),
        obj_id=UUID(str(report_id)),
        revoked_at=None,
        valid_from__lte=now,
        valid_until__gt=now,
    )
    kinds = dict(Organisation.objects.filter(pk__in=organisation_ids).values_list("pk", "kind"))
    reached = {
        organisation
        for grant in live
        for organisation in organisations_behind(grant.grantee_id)
        if organisation in kinds
        and organisation != grant.grantor_id
        and (grant.basis == "duty" or grant.purpose in purposes_of(kinds[organisation]))
    }
    return sorted(reached)
