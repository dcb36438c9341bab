"""First act: Iris opens a consortium, publishes a call and invites the SME, whose engineer joins from one page."""

import re

from apps.demo import agreement
from apps.demo.people import IRIS, KESTREL, KIM, PASSWORD
from tests.journeys import stage
from tests.journeys.acts.journey import Journey
from tests.workers import wait_until


def play(journey: Journey) -> None:
    """Play the act."""
    open_consortium(journey)
    publish_call(journey)
    invite_the_sme(journey)
    join_from_one_page(journey, mailed_link(journey))


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
