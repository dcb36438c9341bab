"""Reading consortia, members, agreements and calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from apps.accounts.models import Organisation
from apps.consortia.models import AgreementVersion, Call, Consortium, ConsortiumMembership
from apps.core.actor import Actor
from apps.core.errors import Words
from apps.core.paging import A_PAGE, Keyset, Page
from apps.sharing.selectors import found

BY_NAME = Keyset("name_key", "id")
MEMBERS_BY_NAME = Keyset("organisation__name_key", "id")
CALLS_NEWEST = Keyset("-opens_at", "-id")


def consortium_ids_of(organisation_id: UUID) -> list[UUID]:
    """Give the consortia an organisation belongs to now: what it also receives as."""
    live = ConsortiumMembership.objects.filter(organisation_id=organisation_id, left_at=None)
    return list(live.values_list("consortium_id", flat=True))


@dataclass(frozen=True)
class ConsortiumLine:
    """A consortium in a list."""

    id: UUID
    name: str
    critical_input: str
    convener: str
    members: int


def consortia_of(actor: Actor) -> list[ConsortiumLine]:
    """Give the consortia the actor's organisation belongs to, by name."""
    return [_line(row) for row in _counted(actor).order_by("name_key")]


def consortia_page(actor: Actor, *, cursor: str = "", most: int = A_PAGE) -> Page[ConsortiumLine]:
    """Give a page of the consortia the actor's organisation belongs to, by name."""
    return BY_NAME.page(_counted(actor), cursor=cursor, most=most).told(_line)


def _counted(actor: Actor) -> Any:
    rows = Consortium.objects.visible_to(actor).select_related("convener", "critical_input")
    return rows.annotate(members=Count("memberships", filter=Q(memberships__left_at=None)))


def _line(row: Any) -> ConsortiumLine:
    return ConsortiumLine(row.pk, row.name, row.critical_input.name, row.convener.name, row.members)


def consortium_for(actor: Actor, consortium_id: UUID) -> Consortium:
    """Find a consortium the actor belongs to, or raise `Missing`."""
    return found(Consortium.objects.select_related("convener", "critical_input"), actor, consortium_id)


@dataclass(frozen=True)
class Member:
    """A member of a consortium."""

    name: str
    kind: Words
    role: Words
    agreement: str
    joined_on: datetime


def members_of(consortium: Consortium) -> list[Member]:
    """Give a consortium's members by name; the caller has found the consortium for its viewer."""
    return [_member(row) for row in _members(consortium).order_by("organisation__name_key")]


def members_page(consortium: Consortium, *, cursor: str = "", most: int = A_PAGE) -> Page[Member]:
    """Give a page of a consortium's members by name; the caller has found the consortium for its viewer."""
    return MEMBERS_BY_NAME.page(_members(consortium), cursor=cursor, most=most).told(_member)


def _members(consortium: Consortium) -> QuerySet[ConsortiumMembership]:
    live = ConsortiumMembership.objects.filter(consortium=consortium, left_at=None)
    return live.select_related("organisation", "agreement")


def _member(row: ConsortiumMembership) -> Member:
    return Member(
        row.organisation.name,
        row.organisation.get_kind_display(),
        row.get_role_display(),
        row.agreement.version,
        row.joined_at,
    )


def current_agreement(consortium: Consortium) -> AgreementVersion:
    """Give the newest version of a consortium's agreement."""
    return consortium.agreements.order_by("-effective_at", "-pk")[0]


@dataclass(frozen=True)
class Agreement:
    """An agreement version in the reader's language."""

    version: str
    sha256: str
    effective_at: datetime
    summary: tuple[str, ...]
    text: str


def agreement_shown(version: AgreementVersion) -> Agreement:
    """Choose the words of the reader's language; the summary is five lines or so."""
    turkish = (get_language() or "en").startswith("tr")
    summary, text = (
        (version.summary_tr, version.text_tr) if turkish else (version.summary_en, version.text_en)
    )
    return Agreement(version.version, version.sha256, version.effective_at, tuple(summary.splitlines()), text)


def calls_open_to(actor: Actor) -> list[Call]:
    """Give the published calls that are still open, newest first."""
    return list(calls_page(actor).rows)


def calls_page(actor: Actor, *, cursor: str = "", most: int = A_PAGE) -> Page[Call]:
    """Give a page of the published calls that are still open, newest first."""
    rows = Call.objects.visible_to(actor).filter(closes_at__gt=actor.now)
    with_names = rows.select_related("consortium", "consortium__critical_input")
    return CALLS_NEWEST.page(with_names, cursor=cursor, most=most)


def convened_by(actor: Actor) -> list[Consortium]:
    """Give the consortia that the actor's organisation convenes."""
    rows = Consortium.objects.visible_to(actor).filter(convener=actor.organisation_id)
    return list(rows.select_related("critical_input").order_by("name_key"))


def member_organisations(consortium: Consortium, *, kind: str = "") -> Sequence[Organisation]:
    """Give the organisations of a consortium, of one kind if named."""
    rows = Organisation.objects.filter(
        consortium_memberships__consortium=consortium, consortium_memberships__left_at=None
    )
    return list((rows.filter(kind=kind) if kind else rows).order_by("name_key"))


def is_member(consortium: Consortium, organisation: Organisation) -> bool:
    """Tell whether an organisation belongs to a consortium now."""
    live = ConsortiumMembership.objects.filter(consortium=consortium, organisation=organisation, left_at=None)
    return live.exists()


TOLD_TO_MEMBERS = frozenset({"ConsortiumOpened", "AgreementAdopted", "CallPublished", "MemberJoined"})


def told_to(actor: Actor, consortium: Consortium) -> frozenset[str] | None:
    """Give the events of the consortium's chain that a member reads; None is all, for the convener."""
    if consortium.convener_id == actor.organisation_id:
        return None
    return frozenset(f"consortia.{name}" for name in TOLD_TO_MEMBERS)
