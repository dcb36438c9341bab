"""Roles and what they may do, in the reader's words."""

from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Role
from apps.accounts.rules import (
    APPROVE,
    CERTIFY,
    EVALUATE,
    INVITE,
    MANAGE,
    OBSERVE,
    PLAN,
    REPORT,
    REVIEW,
    TEST,
    capabilities_of,
    roles_for,
)
from apps.core.errors import Words

DUTIES: Final[dict[str, Words]] = {
    MANAGE: _("looks after people and address"),
    INVITE: _("opens consortia and invites"),
    PLAN: _("plans studies"),
    TEST: _("hands in results"),
    REPORT: _("reports supplier changes"),
    EVALUATE: _("evaluates certifications"),
    CERTIFY: _("decides certifications"),
    REVIEW: _("reviews cases"),
    APPROVE: _("signs cases second"),
    OBSERVE: _("follows reported changes"),
}


def duties_of(role: str, kind: str) -> str:
    """Say what a role does in a kind of organisation: "plans studies, hands in results"."""
    may = capabilities_of(role, kind)
    return ", ".join(str(words) for duty, words in DUTIES.items() if duty in may)


def role_choices(kind: str) -> list[tuple[str, str]]:
    """Give the roles that an organisation of this kind may give, each with what it does."""
    return [(role, f"{capfirst(Role(role).label)}: {duties_of(role, kind)}") for role in roles_for(kind)]
