"""The rich world of the proof: every object in the states that matter, reached through the services.

The clock stands at NOW; what has to be older was done with the clock turned back. Nothing is random but ids.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import time_machine
from django.core import mail

from apps.accounts.models import Membership, Organisation, User
from apps.accounts.services import make_api_key
from apps.audit import outbox
from apps.audit.models import Delivery
from apps.consortia import services as consortia
from apps.consortia.models import AgreementVersion, ConsortiumMembership
from apps.materials.models import CriticalInput
from apps.supply.models import Country
from tests.cast import Cast, make_cast

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
START = NOW - timedelta(days=60)
COUNTRIES = {
    "CN": ("CHN", "China"),
    "NO": ("NOR", "Norway"),
    "GN": ("GIN", "Guinea"),
    "NL": ("NLD", "Netherlands"),
}


@dataclass(repr=False, eq=False)
class World:
    """Ids by a word that says what is special: `world.reports["expired one"]`."""

    cast: Cast
    reports: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    grants: dict[str, UUID] = field(default_factory=dict)
    shipments: dict[str, int] = field(default_factory=dict)
    studies: dict[str, UUID] = field(default_factory=dict)
    sheets: dict[str, tuple[str, UUID]] = field(default_factory=dict)  # study's word, sheet
    raw_files: dict[str, UUID] = field(default_factory=dict)  # by the word of their sheet
    samples: dict[str, tuple[str, UUID]] = field(default_factory=dict)  # study's word, sample
    flags: dict[str, tuple[str, int]] = field(default_factory=dict)  # study's word, flag
    papers: dict[str, tuple[str, int]] = field(default_factory=dict)  # study's word, paper
    references: dict[str, str] = field(default_factory=dict)  # of studies
    certificates: dict[str, UUID] = field(default_factory=dict)
    batches: dict[str, UUID] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    invitations: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    colleagues: dict[str, UUID] = field(default_factory=dict)  # their invitations
    links: dict[str, str] = field(default_factory=dict)  # of those invitations
    colleague_ids: dict[str, UUID] = field(default_factory=dict)

    def actor(self, name: str) -> Any:
        return self.cast.actor(name)

    @property
    def people(self) -> list[str]:
        return list(self.cast.people)


def at(**ago: float) -> Any:
    """Turn the clock back by so much."""
    return time_machine.travel(NOW - timedelta(**ago), tick=False)


def build() -> World:
    """Build the world; the caller has begun a transaction and stopped the clock at NOW."""
    from tests.proof.building import certificates, colleagues, reports, studies

    with at(days=60):
        world = World(make_cast())
        for code, (iso3, name) in COUNTRIES.items():
            names = {"name_en": name, "name_tr": name, "sort_en": name.lower(), "sort_tr": name.lower()}
            Country.objects.get_or_create(code=code, defaults={"iso3": iso3, "region": "Earth", **names})
        names = {"name_en": "Gallium", "name_tr": "Galyum"}
        CriticalInput.objects.get_or_create(code="gallium", defaults={"hs6": "811292", **names})
    _someone_who_left(world)
    _invitations(world)
    colleagues.build(world)
    studies.build(world)
    certificates.build(world)
    reports.build(world)
    make_api_key(actor=world.actor("alice"), label="Night export of Alder")
    make_api_key(actor=world.actor("hana"), label="Night export of Hazel")
    deliver()
    return world


def _someone_who_left(world: World) -> None:
    """Fay leads Fir Castings, which was a member until ten days ago."""
    cast = world.cast
    with at(days=60):
        fir = Organisation.objects.create(name="Fir Castings", kind="firm")
        fay = User.objects.create_user("fay@fir.example", "correct horse battery", name="Fay Fidan")
        Membership.objects.create(user=fay, organisation=fir, role="lead")
    cast.organisations["fir"], cast.people["fay"] = fir, fay
    ConsortiumMembership.objects.create(
        consortium=cast.consortium,
        organisation=fir,
        role="member",
        agreement=AgreementVersion.objects.get(),
        accepted_by=fay.pseudonym,
        joined_at=NOW - timedelta(days=50),
        left_at=NOW - timedelta(days=10),
    )


def _invitations(world: World) -> None:
    """One invitation of each kind; the open one has its link in `tokens`. A published call beside them."""
    for number, word in enumerate(("open", "accepted", "declined", "revoked")):
        invitee = consortia.Invitee(
            organisation_name=f"Juniper {word.title()}",
            organisation_kind="firm",
            email=f"{word}@juniper.example",
        )
        with at(days=20, minutes=-number):
            sent = consortia.invite(
                consortium_id=world.cast.consortium.pk, invitee=invitee, actor=world.actor("iris")
            )
            deliver()
            world.invitations[word] = sent.pk
            world.tokens[word] = str(mail.outbox[-1].body).split("/i/")[1].split("/")[0]
    with at(days=19):
        newcomer = consortia.Newcomer(name="Jun Jale", password="a long sentence of hers", agreement="1.0")
        consortia.accept_as_newcomer(
            invitation_id=world.invitations["accepted"], newcomer=newcomer, now=NOW - timedelta(days=19)
        )
        consortia.decline(invitation_id=world.invitations["declined"], now=NOW - timedelta(days=19))
        consortia.revoke(invitation_id=world.invitations["revoked"], actor=world.actor("iris"))
        consortia.publish_call(
            consortium_id=world.cast.consortium.pk,
            title="Foundries wanted",
            text="Join us.",
            opens_at=NOW - timedelta(days=19),
            closes_at=NOW + timedelta(days=30),
            actor=world.actor("iris"),
        )


def deliver() -> None:
    """Play the worker until nothing is left; a handler that fails stays to be seen."""
    waiting: Callable[[], list[int]] = lambda: list(  # noqa: E731 - asked twice
        Delivery.objects.filter(delivered_at=None, attempts=0).values_list("entry_id", flat=True).distinct()
    )
    while entries := waiting():
        for entry in entries:
            outbox.deliver(entry)
