"""Reading consortia."""

from uuid import UUID

from apps.consortia.models import ConsortiumMembership


def consortium_ids_of(organisation_id: UUID) -> list[UUID]:
    """Give the consortia an organisation belongs to now: what it also receives as."""
    live = ConsortiumMembership.objects.filter(organisation_id=organisation_id, left_at=None)
    return list(live.values_list("consortium_id", flat=True))
