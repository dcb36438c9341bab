"""A second consortium of the same institution, for another critical input, joined by mailed invitation too."""

from typing import Final

from apps.accounts.services import describe_organisation
from apps.consortia import services as consortia
from apps.consortia.models import Consortium
from apps.demo import agreement
from apps.demo.founding import MINUTES_BETWEEN, invite, joining
from apps.demo.people import BIRCH, GWEN, HAZEL, HERON, IRIS, LABORATORIES
from apps.demo.steps import Step, Story

CONSORTIUM: Final = "the consortium for ceramics is opened"
NAME: Final = "Silicon nitride without a single source of yttria"
PURPOSE: Final = (
    "Silicon nitride is sintered with yttria, and yttria comes from one region. Qualify ceramics sintered with yttria that is recovered "
    "from lamp phosphor, so that bearings and guide vanes do not wait for a licence."
)
KEYS: Final = ("cedar", "linden", "rowan", "juniper", "walnut", "willow", "larch", "acacia")
BREAKERS: Final = tuple(house for house in LABORATORIES if house.key in KEYS)
"""The eight laboratories that grind and break bars."""
INVITED: Final = (
    (HERON, "member"),
    (HAZEL, "member"),
    (BIRCH, "observer"),
    *((house, "laboratory") for house in BREAKERS),
)


def steps() -> list[Step]:
    """Give the steps of this part."""
    return [
        Step(CONSORTIUM, open_consortium),
        Step("the ceramic's members and laboratories are invited", invite_everybody),
        *(
            joining(house, 62, place * MINUTES_BETWEEN, what=" the consortium for ceramics")
            for place, (house, _role) in enumerate(INVITED)
        ),
        Step("the ceramic's maker writes its address down", write_address),
    ]


def open_consortium(story: Story) -> Consortium:
    """Open the consortium; its members agree to the same words as the first one's."""
    return consortia.open_consortium(
        name=NAME,
        critical_input_code="rare-earths",
        purpose=PURPOSE,
        agreement=agreement.VERSION_1,
        actor=story.actor(IRIS, 60),
    )


def invite_everybody(story: Story) -> None:
    """Invite the maker, a user, the certification body and eight laboratories by mail."""
    for place, (house, role) in enumerate(INVITED):
        iris = story.actor(IRIS, 61, place * MINUTES_BETWEEN)
        invite(story, house, role, iris, consortium=CONSORTIUM)


def write_address(story: Story) -> None:
    """Give the maker the address that a certificate prints."""
    describe_organisation(actor=story.actor(GWEN, 63), address=HERON.address, country=HERON.country)
