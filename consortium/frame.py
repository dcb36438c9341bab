"""What the frame of every page shows: who I act for, where I can go, what is new."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import Role
from apps.accounts.rules import APPROVE, CERTIFY, EVALUATE, OBSERVE, REPORT, REVIEW
from apps.core.actor import Actor
from apps.notifications.selectors import new_count


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's values; a visitor without a sign-in costs no query."""
    actor: Actor | None = getattr(request, "actor", None)
    common: dict[str, Any] = {"site_name": settings.SITE_NAME, "demo": settings.DEMONSTRATION}
    if settings.DEMONSTRATION:
        common["demo_people"] = demo_people
    if not actor:
        return common | {"actor": None, "nav": [], "news_count": 0, "other_organisations": []}
    memberships = getattr(request, "memberships", [])
    return common | {
        "actor": actor,
        "role_label": Role(actor.role).label,
        "nav": places(actor, request.path),
        "news_count": new_count(actor),
        "other_organisations": [
            row.organisation for row in memberships if row.organisation_id != actor.organisation_id
        ],
    }


def places(actor: Actor, path: str) -> list[Place]:
    """Give the five to seven places of a role."""
    wanted = [
        (_("Today"), reverse("home"), "home", True),
        (_("Cases"), reverse("changes:cases"), "cases", bool(actor.capabilities & {REVIEW, APPROVE})),
        (
            _("Supplier changes"),
            reverse("changes:list"),
            "changes",
            bool(actor.capabilities & {REPORT, OBSERVE}),
        ),
        (_("Studies"), reverse("studies:list"), "studies", actor.organisation_kind != "administration"),
        (
            _("Certificates"),
            reverse("certificates:list"),
            "certificates",
            bool(actor.capabilities & {EVALUATE, CERTIFY})
            or actor.organisation_kind in {"firm", "institution"},
        ),
        (
            _("Consortia"),
            reverse("consortia:list"),
            "consortia",
            actor.organisation_kind != "administration",
        ),
        (_("Supply"), reverse("supply:inputs"), "supply", True),
    ]
    return [
        Place(label, url, icon, path == url if url == reverse("home") else path.startswith(url))
        for label, url, icon, shown in wanted
        if shown
    ]


def demo_people() -> list[Any]:
    """Give the demonstration's sign-ins; the template calls it where it shows them, so other pages ask nothing."""
    from apps.demo.people import sign_ins  # noqa: PLC0415 - not installed in production

    return list(sign_ins())
