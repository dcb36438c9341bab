"""First act: organisations that were there before, the consortium, its call, and everybody's invitation."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from apps.accounts.models import Organisation, User
from apps.accounts.selectors import actor_of, live_memberships
from apps.accounts.services import (
    describe_organisation,
    found_organisation,
    join_organisation,
    register_person,
)
from apps.consortia import services as consortia
from apps.consortia.models import Consortium
from apps.consortia.selectors import invitation_by_token
from apps.core.actor import Actor, system_actor
from apps.demo import agreement, mail
from apps.demo.people import (
    ALDER,
    ALICE,
    BEA,
    BERK,
    BIRCH,
    BOB,
    CAROL,
    DAN,
    DORA,
    EMIL,
    EVE,
    FOUNDING,
    HANA,
    HAZEL,
    INVITED,
    IRIS,
    IVY,
    KESTREL,
    KIM,
    LABORATORIES,
    PASSWORD,
    PIA,
    House,
    Person,
)
from apps.demo.waiting import until

LINK = re.compile(r"/i/([\w-]{40,})/")


@dataclass
class Story:
    """What the acts hand on: the beginning of the year, organisations by key, the consortium."""

    beginning: datetime
    houses: dict[str, Organisation] = field(default_factory=dict)
    consortium: Consortium | None = None

    def day(self, number: int, *, hour: int = 9) -> datetime:
        """Give a moment of the story by its day; never in the future of the one who plays it."""
        return self.beginning + timedelta(days=number, hours=hour - 9)

    def actor(self, person: Person, day: int) -> Actor:
        """Give a person of the cast as an actor on a day of the story."""
        membership = live_memberships(User.objects.get(email=person.email)).get()
        return actor_of(membership, now=self.day(day))


def found_houses(story: Story) -> None:
    """Put the organisations on the platform that convene, review, observe and stay outside."""
    platform = system_actor(now=story.day(0))
    for house in FOUNDING:
        story.houses[house.key] = found_organisation(
            name=house.name, kind=house.kind, is_sme=house.is_sme, address=house.address, actor=platform
        )
    for person in (IRIS, DORA, DAN, IVY, EVE, BERK):
        add_person(story, person, platform)


def add_person(story: Story, person: Person, actor: Actor) -> None:
    """Give somebody a sign-in and a role."""
    made = register_person(email=person.email, name=person.name, password=PASSWORD)
    organisation = story.houses[person.organisation]
    join_organisation(person=made, organisation_id=organisation.pk, role=person.role, actor=actor)


def open_consortium(story: Story) -> None:
    """Open the consortium and publish its call."""
    story.consortium = consortia.open_consortium(
        name=agreement.CONSORTIUM,
        critical_input_code="aluminium",
        purpose=agreement.PURPOSE,
        agreement=agreement.VERSION_1,
        actor=story.actor(IRIS, 1),
    )
    iris = story.actor(IRIS, 2)
    consortia.publish_call(
        consortium_id=story.consortium.pk,
        title=agreement.CALL_TITLE,
        text=agreement.CALL_TEXT,
        opens_at=iris.now,
        closes_at=datetime.now(tz=iris.now.tzinfo) + timedelta(days=90),
        actor=iris,
    )


def invite_everybody(story: Story) -> None:
    """Invite members and laboratories by mail; each opens the link that the worker mailed, and joins."""
    leads = {"alder": ALICE, "hazel": HANA, "cedar": CAROL, "birch": BERK}
    for house, role in [*INVITED, *((one, "laboratory") for one in LABORATORIES)]:
        lead = leads.get(house.key) or Person("lead", f"{house.name} – lead", house.key, "lead")
        invite(story, house, role, lead, day=3)
        join(story, house, lead, day=4)
    platform = system_actor(now=story.day(5))
    for person in (BOB, PIA, BEA, EMIL):
        add_person(story, person, platform)


def invite_the_sme(story: Story) -> None:
    """Invite the SME whose alloy is the candidate; its lead joins from one page."""
    invite(story, KESTREL, "member", KIM, day=8)
    join(story, KESTREL, KIM, day=9)


def invite(story: Story, house: House, member_role: str, lead: Person, *, day: int) -> None:
    """Send one invitation."""
    assert story.consortium  # noqa: S101 - the acts come in order
    invitee = consortia.Invitee(
        organisation_name=house.name,
        organisation_kind=house.kind,
        email=lead.email,
        member_role=member_role,
        is_sme=house.is_sme,
    )
    consortia.invite(consortium_id=story.consortium.pk, invitee=invitee, actor=story.actor(IRIS, day))


def join(story: Story, house: House, lead: Person, *, day: int) -> None:
    """Open the mailed link and join, as the page does."""
    token = until(f"the mail to {lead.email}", lambda: _mailed_token(lead.email))
    now = story.day(day)
    invitation = until("the invitation of the link", lambda: invitation_by_token(token, now=now))
    if house in FOUNDING:
        actor = story.actor(lead, day)
        consortia.accept_as_known(
            invitation_id=invitation, actor=actor, agreement=agreement.VERSION_1.version
        )
        return
    newcomer = consortia.Newcomer(name=lead.name, password=PASSWORD, agreement=agreement.VERSION_1.version)
    person = consortia.accept_as_newcomer(invitation_id=invitation, newcomer=newcomer, now=now)
    story.houses[house.key] = live_memberships(person).get().organisation


def write_addresses(story: Story) -> None:
    """Give the firms the addresses that certificates print."""
    for person, house in (
        (KIM, KESTREL),
        (ALICE, ALDER),
        (HANA, HAZEL),
        (BERK, BIRCH),
    ):
        describe_organisation(actor=story.actor(person, 10), address=house.address, country=house.country)


def _mailed_token(address: str) -> str | None:
    for letter in mail.letters(to=address):
        if found := LINK.search(letter.body):
            return found[1]
    return None
