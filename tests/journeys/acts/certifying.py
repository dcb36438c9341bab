"""Third act: Kim asks for a certificate, two people evaluate and decide, the worker makes it, a stranger checks it."""

import re

from apps.demo.people import BEA, EMIL, KIM
from tests.journeys import stage
from tests.journeys.acts.journey import Journey


def play(journey: Journey) -> None:
    """Play the act."""
    request(journey)
    evaluate(journey)
    approve(journey)
    verify(journey, download(journey))


def request(journey: Journey) -> None:
    """Ask the certification body for a certificate of the candidate."""
    kim = journey(KIM).goes("/")
    journey.looks.glance("home of the SME", kim)
    kim.follows("Certificates").follows("Ask for certification")
    kim.follows("AlCu4Mg1 from recycled metal")
    journey.looks.glance("request for certification", kim)
    kim.presses("Send the request").sees("The request is with Birch Certification.")
    journey.certificate = kim.path


def evaluate(journey: Journey) -> None:
    """Evaluate, from the evaluator's own desk."""
    emil = journey(EMIL).goes("/")
    journey.looks.abroad("home of the evaluator", emil)
    emil.follows("Evaluate").sees("What the study says", "conforms")
    emil.fills({"Evaluation": "Four sheets, three elements; precision is as expected, all limits are met."})
    emil.presses("Hand over the evaluation").sees("Somebody else decides.")
    emil.goes(f"{journey.certificate}decide/", status=404)


def approve(journey: Journey) -> None:
    """Decide while the worker is busy: the page says that the paper is being made, and turns by itself."""
    bea = journey(BEA).goes("/")
    journey.looks.glance("home of the certifier", bea)
    bea.follows("Decide").sees("Conditions of an approval")
    journey.looks.glance("decision on a certificate", bea)
    bea.fills(
        {
            "Approve: a certificate is made": True,
            "Reasons": "The data carry conformity for iron, copper and magnesium.",
            "Validity": "24",
        }
    )
    with stage.busy(journey.worker):
        bea.presses("Sign the decision").sees("The certificate is being made")
        journey.looks.glance("certificate being made", bea)
    bea.waits_for("Verify as a stranger", seconds=60)


def download(journey: Journey) -> str:
    """Download the PDF as its holder; give the address that is printed on it."""
    kim = journey(KIM).goes(journey.certificate).sees("valid", "Kestrel Alloys")
    journey.looks.at("certificate", kim)
    with kim.page.expect_download() as coming:
        kim.page.get_by_role("link", name="Download the PDF").click()
    pdf = coming.value.path().read_bytes()
    assert pdf.startswith(b"%PDF")
    text = stage.text_of(pdf)
    found = re.search(r"(CC-\d{4}-\d{6}-\w)", text)
    assert found
    journey.number = found[1]
    assert coming.value.suggested_filename == f"{journey.number}.pdf"
    kim.sees(journey.number)
    printed = re.search(rf"(http\S+/v/) ?{journey.number} ?\? ?h=([0-9a-f]+)", text)  # in three lines
    assert printed, text
    kim.goes(f"{journey.certificate}record/").sees(
        "Bound number", "Issued certificate", "Evaluated the results."
    )
    return f"{printed[1]}{journey.number}?h={printed[2]}"


def verify(journey: Journey, address: str) -> None:
    """Check the paper as somebody without an account, by its code and by a number typed by hand."""
    stranger = journey.nobody().goes(address)
    stranger.sees("Demonstration: not a certificate", journey.number, "Kestrel Alloys")
    stranger.sees("Compare with your paper", "Copper", "Iron", "Magnesium")
    journey.looks.at("verification", stranger)
    stranger.goes("/v/").fills({"Number of the certificate": journey.number.lower().replace("-", " ")})
    stranger.presses("Check").sees("Demonstration: not a certificate")
    stranger.goes(f"/v/{journey.number}?h=0000000000000000").sees("This paper does not belong to this number")
    last = "A" if journey.number[-1] != "A" else "B"
    stranger.goes(f"/v/{journey.number[:-1]}{last}", status=404).sees("Not known")
    stranger.leaves()
