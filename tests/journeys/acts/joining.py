"""First act: Iris opens a consortium, publishes a call and invites the SME, whose engineer joins from one page.

The engineer invites a colleague, who joins from one page too, and leaves again.
"""

import re

from apps.demo import agreement
from apps.demo.people import IRIS, KESTREL, KIM, PASSWORD
from tests.journeys import stage
from tests.journeys.acts.journey import Journey
from tests.journeys.people import Visitor
from tests.workers import wait_until

COLLEAGUE = "kit@kestrel.example"
ORGANISATION = "/account/organisation/"


def play(journey: Journey) -> None:
    """Play the act."""
    open_consortium(journey)
    publish_call(journey)
    invite_the_sme(journey)
    join_from_one_page(journey, mailed_link(journey))
    lets_a_colleague_go(journey, invite_a_colleague(journey))


def open_consortium(journey: Journey) -> None:
    """Open the consortium with its agreement."""
    iris = journey(IRIS).follows("Consortia").follows("Open a consortium")
    iris.presses("Open the consortium", status=422).sees("There is a problem")
    iris.fills(
        {
            "Name": agreement.CONSORTIUM,
            "Critical input": "Aluminium",
            "Purpose": agreement.PURPOSE,
            "Version of the agreement": "1.0",
            "Summary, English (a line each)": agreement.VERSION_1.summary_en,
            "Summary, Turkish (a line each)": agreement.VERSION_1.summary_tr,
            "Agreement, English": agreement.VERSION_1.text_en,
            "Agreement, Turkish": agreement.VERSION_1.text_tr,
        }
    )
    iris.presses("Open the consortium").sees(agreement.CONSORTIUM, "Oak Research Institute")
    journey.consortium = iris.path


def publish_call(journey: Journey) -> None:
    """Publish a call that everybody on the platform reads."""
    iris = journey(IRIS).follows("Publish a call")
    iris.fills(
        {
            "Title": agreement.CALL_TITLE,
            "What is offered, and to whom": agreement.CALL_TEXT,
            "Closes on": stage.in_days(90).isoformat(),
        }
    )
    iris.presses("Publish the call").sees("The call is published.", agreement.CALL_TITLE)


def invite_the_sme(journey: Journey) -> None:
    """Invite the SME by the address of its engineer."""
    iris = journey(IRIS).goes(journey.consortium).follows("Invite an organisation")
    iris.fills(
        {
            "Name of the organisation": KESTREL.name,
            "Kind of organisation": "firm",
            "It is a small or medium firm (SME)": True,
            "Role in the consortium": "member",
            "E-mail address of the person who signs": KIM.email,
        }
    )
    iris.presses("Send the invitation").sees(f"The invitation is on its way to {KIM.email}.", KESTREL.name)


def mailed_link(journey: Journey) -> str:
    """Find the link in the mail that the worker sent, on the demonstration's page of mail."""
    reader = journey.nobody()
    letter = re.compile(rf"To\s*{re.escape(KIM.email)}")
    wait_until(lambda: letter.search(reader.goes("/demo/mail/").text), 40, every=0.3)
    reader.sees("Oak Research Institute invites Kestrel Alloys", "The agreement, version 1.0, in short:")
    found = stage.LINK.search(reader.text)
    reader.leaves()
    assert found
    return found[1]


def join_from_one_page(journey: Journey, link: str) -> None:
    """Open the link without JavaScript, choose a password, accept: one page, and a member."""
    kim = journey.nobody(scripts=False).goes(link)
    assert "/i/answer/" in kim.path, "the secret is out of the address"
    kim.sees("Oak Research Institute invites Kestrel Alloys", "The agreement, version 1.0", KIM.email)
    journey.looks.at("invitation", kim)
    kim.presses("Join the consortium", status=422).sees("There is a problem")
    consent = "I accept version 1.0 of the agreement, and I may sign for Kestrel Alloys."
    kim.fills({"Your name": KIM.name, "Choose a password": PASSWORD, consent: True})
    kim.presses("Join the consortium").sees("You are a member", "Kestrel Alloys has joined.")
    kim.goes(journey.consortium).sees("Kestrel Alloys")
    kim.leaves()
    iris = journey(IRIS).goes(journey.consortium).sees("Kestrel Alloys", "accepted", "Record")
    journey.looks.glance("consortium", iris)
    again = journey.nobody().goes(link, status=404).sees("This link does not open an invitation")
    again.leaves()


def invite_a_colleague(journey: Journey) -> Visitor:
    """Offer a colleague a role, who takes it without JavaScript; give the colleague at their browser."""
    kim = journey(KIM).goes(ORGANISATION).follows("Invite a colleague")
    kim.fills({"E-mail address of your colleague": COLLEAGUE, "Quality engineer: hands in results": True})
    kim.presses("Send the invitation").sees(f"The invitation is on its way to {COLLEAGUE}.")
    journey.looks.at("organisation", kim)
    kit = journey.nobody(scripts=False).goes(_colleagues_link(journey))
    kit.sees("invites you to act for Kestrel Alloys as quality engineer", COLLEAGUE)
    journey.looks.at("invitation of a colleague", kit)
    kit.presses("Join the organisation", status=422).sees("There is a problem")
    kit.fills({"Your name": "Kit Kaya", "Choose a password": PASSWORD})
    kit.presses("Join the organisation").sees("You act for Kestrel Alloys from now on.")
    return kit.goes(ORGANISATION).sees("Kit Kaya").sees_nothing_of("Invite a colleague")


def _colleagues_link(journey: Journey) -> str:
    reader, link = journey.nobody(), re.compile(r"https?://\S+/account/join/[\w-]{40,}/")
    wait_until(lambda: link.search(reader.goes("/demo/mail/").text), 40, every=0.3)
    found = link.search(reader.text)
    reader.leaves()
    assert found
    return found[0]


def lets_a_colleague_go(journey: Journey, kit: Visitor) -> None:
    """End the membership: the colleague's next click leads to the sign-in."""
    kim = journey(KIM).goes(ORGANISATION)
    row = kim.page.get_by_role("row").filter(has_text="Kit Kaya")
    kim.goes(str(row.get_by_role("link").get_attribute("href"))).sees("Kit Kaya", "Another role")
    journey.looks.at("colleague", kim)
    kim.presses("End it now").sees("Kit Kaya does not act for the organisation any more.")
    kit.goes(ORGANISATION)
    assert kit.path.startswith("/account/sign-in/")
    kit.leaves()
