"""Fourth act: the certificate lives. It is published, sent, suspended and reinstated, amended, approved among others."""

import json
import re

from apps.demo.people import BEA, EMIL, KIM
from tests.journeys import stage
from tests.journeys.acts.journey import Journey

BUYER = "buyer@harbour.example"


def play(journey: Journey) -> None:
    """Play the act."""
    publish(journey)
    send(journey)
    suspend(journey)
    amend(journey)
    approve_among_others(journey)
    supersede(journey)


def publish(journey: Journey) -> None:
    """Publish the entry, and find it as a stranger, by page and by feed."""
    kim = journey(KIM).goes(journey.certificate).follows("Publish in the directory")
    kim.sees("word for word", "Kestrel Alloys")
    journey.looks.at("publishing", kim)
    kim.fills({"the entry": True}).presses("Publish").sees("Published in the directory.")

    stranger = journey.nobody().goes("/directory/").fills({"Words": "recycled kestrel"})
    stranger.presses("Search").sees("Kestrel Alloys", "valid")
    journey.looks.at("directory", stranger)
    stranger.follows("AlCu4Mg1 K-Recycled").sees(journey.number, "Kestrel Alloys")
    journey.looks.at("entry of the directory", stranger)
    feed = json.loads(stranger.fetches("/directory/feed.json"))
    assert [journey.number in item["id"] for item in feed["items"]] == [True]
    stranger.goes("/directory/?q=nickel").sees("Nothing found")
    stranger.leaves()


def send(journey: Journey) -> None:
    """Send it by mail; the page tells what became of it."""
    kim = journey(KIM).goes(journey.certificate).follows("Send by mail")
    journey.looks.at("sending by mail", kim)
    kim.fills({"E-mail address": "nobody"}).presses("Send", status=422)
    journey.looks.glance("sending by mail, with an error", kim)
    kim.fills({"E-mail address": BUYER, "A line of yours": "For your files."})
    kim.presses("Send").sees("It is on its way.", BUYER)
    stage.outside(stage.the_post_is_out)
    kim.goes(journey.certificate).sees(BUYER, "handed over", "For your files.")
    journey.looks.at("certificate with its letters", kim)


def suspend(journey: Journey) -> None:
    """Suspend it: everybody is told; then reinstate it."""
    bea = journey(BEA).goes("/certificates/calendar/")
    journey.looks.at("calendar of certificates", bea)
    bea.goes(f"{journey.certificate}suspend/")
    journey.looks.at("suspending", bea)
    bea.fills({"material or process changed and was not assessed": True, "In words": "Another melt shop."})
    bea.presses("Suspend").sees("Another melt shop.")
    journey.looks.abroad("suspended certificate", bea)
    stranger = journey.nobody().goes(f"/directory/{journey.number}/").sees("suspended")
    journey.looks.glance("suspended entry", stranger)
    stranger.goes(f"/v/{journey.number}").sees("suspended").sees_nothing_of("Another melt shop.")
    stranger.leaves()
    bea.follows("Reinstate")
    journey.looks.glance("reinstating", bea)
    bea.fills({"an assessment found that it conforms": True, "In words": "The melt shop was seen."})
    bea.presses("Reinstate").sees("The melt shop was seen.")


def amend(journey: Journey) -> None:
    """Begin an amendment, and evaluate it."""
    bea = journey(BEA).goes(f"{journey.certificate}amend/")
    journey.looks.at("amending", bea)
    bea.fills({"Reason": "The holder has moved."}).presses("Begin the amendment")
    bea.sees("The amendment is begun.")
    journey.amendment = bea.path
    emil = journey(EMIL).goes(journey.amendment).follows("Evaluate")
    emil.fills({"Evaluation": "The same results; the address has changed."})
    emil.presses("Hand over the evaluation").sees("Somebody else decides.")


def approve_among_others(journey: Journey) -> None:
    """Approve what waits, together; watch the batch while the worker is busy, and get its files."""
    bea = journey(BEA).goes("/certificates/").follows("Decisions")
    journey.looks.at("decisions", bea)
    bea.page.get_by_role("checkbox").check()
    bea.fills({"Reasons": "As evaluated.", "Validity": "24"})
    with stage.busy(journey.worker):
        bea.presses("Approve the chosen ones").sees("Certificates approved together", "As evaluated.")
        journey.looks.glance("batch under way", bea)
    bea.waits_for("Download all PDFs", seconds=60)
    journey.looks.at("batch", bea)
    files = bea.page.get_by_role("link", name="Download all PDFs").get_attribute("href")
    assert bea.fetches(str(files)).startswith(b"PK")


def supersede(journey: Journey) -> None:
    """Read on the old one that there is a new one, which counts from here on."""
    kim = journey(KIM).goes(journey.certificate).sees("Superseded", "It was amended.")
    journey.looks.glance("superseded certificate", kim)
    stranger = journey.nobody().goes(f"/v/{journey.number}").sees("superseded")
    journey.looks.abroad("verification of a superseded certificate", stranger)
    stranger.leaves()
    kim.goes(journey.amendment).sees("valid", journey.number, "The holder has moved.")
    reference = kim.page.locator(".reference").first.inner_text()
    assert re.fullmatch(r"CC-\d{4}-\d{6}-\w", reference)
    assert reference != journey.number
    journey.certificate, journey.number = journey.amendment, reference
