"""First act: organisations that were there before, the consortium, its call, and everybody's invitation."""

import re
from functools import partial
from typing import Final
from uuid import UUID

from apps.accounts.models import User
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
    GWEN,
    HANA,
    HAZEL,
    INVITED,
    IRIS,
    IVY,
    KESTREL,
    KIM,
    LABORATORIES,
    NORA,
    PASSWORD,
    PIA,
    House,
    Person,
)
from apps.demo.steps import DAYS, Step, Story
from apps.demo.waiting import until

LINK: Final = re.compile(r"/i/([\w-]{40,})/")
CONSORTIUM: Final = "the consortium is opened"
LEADS: Final = {"alder": ALICE, "hazel": HANA, "cedar": CAROL, "birch": BERK, "kestrel": KIM, "heron": GWEN}
FIRST_INVITED: Final = [*INVITED, *((one, "laboratory") for one in LABORATORIES)]
MINUTES_BETWEEN: Final = 17
"""From one joining to the next, and from one invitation to the next."""


def steps() -> list[Step]:
    """Give the steps of this act."""
    return [
        Step("the first organisations are founded", found_houses),
        Step(CONSORTIUM, open_consortium),
        Step("its call is published", publish_the_call),
        Step("members and laboratories are invited", invite_everybody),
        *(joining(house, 4, place * MINUTES_BETWEEN) for place, (house, _role) in enumerate(FIRST_INVITED)),
        Step("colleagues are added", add_colleagues),
        Step("the SME is invited", invite_the_sme),
        joining(KESTREL, 9, 0),
        Step("addresses are written down", write_addresses),
    ]


def found_houses(story: Story) -> None:
    """Put the organisations on the platform that convene, review, observe and stay outside."""
    platform = system_actor(now=story.moment(0))
    for house in FOUNDING:
        found_organisation(
            name=house.name, kind=house.kind, is_sme=house.is_sme, address=house.address, actor=platform
        )
    for person in (IRIS, NORA, DORA, DAN, IVY, EVE, BERK):
        add_person(story, person, platform)


def add_person(story: Story, person: Person, actor: Actor) -> None:
    """Give somebody a sign-in and a role."""
    made = register_person(email=person.email, name=person.name, password=PASSWORD)
    organisation = story.house(person.organisation)
    join_organisation(person=made, organisation_id=organisation.pk, role=person.role, actor=actor)


def open_consortium(story: Story) -> Consortium:
    """Open the consortium."""
    return consortia.open_consortium(
        name=agreement.CONSORTIUM,
        critical_input_code="aluminium",
        purpose=agreement.PURPOSE,
        agreement=agreement.VERSION_1,
        actor=story.actor(IRIS, 1),
    )


def publish_the_call(story: Story) -> None:
    """Publish the call; it is still open today."""
    iris = story.actor(IRIS, 2)
    consortia.publish_call(
        consortium_id=story.made_by(CONSORTIUM),
        title=agreement.CALL_TITLE,
        text=agreement.CALL_TEXT,
        opens_at=iris.now,
        closes_at=story.moment(DAYS + 90),
        actor=iris,
    )


def invite_everybody(story: Story) -> None:
    """Invite members and laboratories by mail."""
    for place, (house, role) in enumerate(FIRST_INVITED):
        invite(story, house, role, story.actor(IRIS, 3, place * MINUTES_BETWEEN))


def add_colleagues(story: Story) -> None:
    """Add the people who do the daily work of the firm and of the certification body."""
    platform = system_actor(now=story.moment(5))
    for person in (BOB, PIA, BEA, EMIL):
        add_person(story, person, platform)


def invite_the_sme(story: Story) -> None:
    """Invite the SME whose alloy is the candidate."""
    invite(story, KESTREL, "member", story.actor(IRIS, 8))


def invite(
    story: Story, house: House, member_role: str, actor: Actor, *, consortium: str = CONSORTIUM
) -> None:
    """Send one invitation to a consortium, named by the step that opened it."""
    invitee = consortia.Invitee(
        organisation_name=house.name,
        organisation_kind=house.kind,
        email=lead_of(house).email,
        member_role=member_role,
        is_sme=house.is_sme,
    )
    consortia.invite(consortium_id=story.made_by(consortium), invitee=invitee, actor=actor)


def lead_of(house: House) -> Person:
    """Give the person who signs for an organisation that is invited."""
    return LEADS.get(house.key) or Person("lead", f"{house.name} – lead", house.key, "lead")


def joining(house: House, day: int, minute: int, *, what: str = "") -> Step:
    """Give the step in which an organisation joins by its mailed link; `what` if it is not the first consortium."""
    email = lead_of(house).email

    def awaits(story: Story) -> UUID:
        return until(f"the mail to {email}", lambda: _mailed(email, story, day, minute))

    return Step(f"{house.name} joins{what}", partial(join, house=house, day=day, minute=minute), awaits)


def join(story: Story, *, house: House, day: int, minute: int) -> None:
    """Open the mailed link and join, as the page does."""
    lead = lead_of(house)
    invitation = _mailed(lead.email, story, day, minute)
    assert invitation  # noqa: S101 - the step has awaited it
    if User.objects.filter(email=lead.email).exists():
        actor = story.actor(lead, day, minute)
        consortia.accept_as_known(
            invitation_id=invitation, actor=actor, agreement=agreement.VERSION_1.version
        )
        return
    newcomer = consortia.Newcomer(name=lead.name, password=PASSWORD, agreement=agreement.VERSION_1.version)
    consortia.accept_as_newcomer(invitation_id=invitation, newcomer=newcomer, now=story.moment(day, minute))


def _mailed(address: str, story: Story, day: int, minute: int) -> UUID | None:
    """Give the invitation that a mailed link opens; a worker that was lost may have mailed a dead one too."""
    links = [found[1] for letter in mail.letters(to=address) if (found := LINK.search(letter.body))]
    opened = (invitation_by_token(token, now=story.moment(day, minute)) for token in links)
    return next(filter(None, opened), None)


def write_addresses(story: Story) -> None:
    """Give the firms the addresses that certificates print."""
    for person, house in (
        (KIM, KESTREL),
        (ALICE, ALDER),
        (HANA, HAZEL),
        (BERK, BIRCH),
    ):
        describe_organisation(actor=story.actor(person, 10), address=house.address, country=house.country)
