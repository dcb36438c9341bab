"""Fifth act: Pia reports a supplier change page by page, it is decided, and each party sees its part alone."""

import re

from apps.demo.people import DAN, DORA, HANA, IVY, PIA
from tests.journeys import stage
from tests.journeys.acts.journey import Journey

OLD, NEW = "Eastern Light Metals", "Kestrel Alloys"
REASON = "One smelting region supplies 68 % of our plate."
ORIGIN, GRADE = "Norway", "EN AW-2024"
VOLUME = "420,000"
QUESTION = "Which share of the feed comes from scrap collected in this country?"
ANSWER = "82 % in the last twelve months, by the foundry's mass balance."


def play(journey: Journey) -> None:
    """Play the act."""
    write_and_send(journey)
    show_the_industry_body_its_part(journey)
    keep_a_member_out(journey)
    ask_and_answer(journey)
    recommend_and_decide(journey)
    share_and_revoke(journey)


def write_and_send(journey: Journey) -> None:
    """Fill the standard fields, a page a part, and send: all of it without JavaScript."""
    pia = journey.nobody(scripts=False).signs_in(PIA)
    pia.follows("Supplier changes").follows("Report a change")
    pia.fills({"Critical input": "Aluminium", "Why the supplier changes": REASON}).presses(
        "Save and continue"
    )
    journey.report = pia.path
    pia.sees("5 answers to give", "not yet").follows("Origin and supplier")
    journey.looks.at("part of a report", pia)
    pia.fills(
        {
            "Country where it is mined": ORIGIN,
            "Country where it is processed": "Türkiye",
            "Country it is shipped from": "Türkiye",
            "Current supplier": OLD,
            "New supplier": NEW,
        }
    )
    pia.presses("Save and continue")
    pia.fills(
        {
            "Grade": GRADE,
            "Certificate number": journey.number,
            "Testing outcome": "Joint study of four laboratories; see the certificate.",
        }
    )
    pia.presses("Save and continue")
    pia.fills({"Volume in a year": "420000", "Day it leaves": stage.in_days(40).isoformat(), "Mass": "35000"})
    pia.presses("Add shipment").sees("35,000")
    journey.looks.glance("shipments of a report", pia)
    pia.presses("Save and continue").sees("Opened by duty of office", "Light Metals Association")
    pia.follows("Continue").sees(OLD, NEW, ORIGIN, journey.number, VOLUME)
    journey.looks.glance("check and send", pia)
    pia.presses("Send the report").sees("Report sent")
    found = re.search(r"Your report (\S+)", pia.text)
    assert found
    journey.reference = found[1]
    journey.keeps(PIA, pia)


def show_the_industry_body_its_part(journey: Journey) -> None:
    """Let Ivy learn that a change of aluminium was reported, and neither by which firm nor from whom."""
    hidden = ("Alder Metals", OLD, NEW, REASON, VOLUME, journey.number)
    ivy = journey(IVY)
    for address in ("/", "/changes/", journey.report, f"{journey.report}record/", "/news/"):
        ivy.goes(address).sees_nothing_of(*hidden)
    ivy.goes("/changes/").sees(journey.reference, "Aluminium", "Not shared with you")
    ivy.goes(journey.report).sees_nothing_of(ORIGIN)  # the list offers every country as a filter
    ivy.goes(f"{journey.report}sharing/", status=404)
    file = ivy.fetches("/changes/reports.csv").decode()
    assert journey.reference in file
    assert [word for word in (*hidden, ORIGIN) if word in file] == []
    journey.looks.abroad("home of the industry body", ivy, "/")
    journey.looks.glance("report as the industry body sees it", ivy, journey.report)


def keep_a_member_out(journey: Journey) -> None:
    """Let Hana, of another member, find nothing at all."""
    hana = journey(HANA)
    hana.goes("/changes/").sees("No reports yet").sees_nothing_of(journey.reference, "Alder Metals")
    hana.goes(journey.report, status=404).sees_nothing_of(journey.reference)


def ask_and_answer(journey: Journey) -> None:
    """Let Dora ask from her desk, and Pia answer from hers."""
    dora = journey(DORA).goes("/").sees("To do")
    journey.looks.at("home of the reviewer", dora)
    dora.follows("Cases").page.get_by_role("table").get_by_role("link").first.click()
    dora.sees("Alder Metals", OLD, NEW)
    journey.looks.at("case", dora)
    dora.follows("Ask the firm")
    dora.fills({"Your question": QUESTION}).presses("Send the question").sees("Asked.", QUESTION)
    pia = journey(PIA).goes("/").sees("To do")
    journey.looks.glance("home of the reporting firm", pia)
    pia.follows("Answer").sees(QUESTION).fills({"Your answer": ANSWER})
    pia.presses("Send the answer").sees("Answered.", ANSWER)


def recommend_and_decide(journey: Journey) -> None:
    """Let Dora recommend and Dan, another person, decide."""
    dora = journey(DORA).goes(journey(DORA).path).sees(ANSWER).follows("Recommend")
    dora.fills(
        {"approve": True, "Reasons": "The new origin lowers the dependence and the grade is certified."}
    )
    dora.presses("Sign the recommendation").sees("Another person signs second.")
    dan = journey(DAN).goes("/")
    journey.looks.abroad("home of the approver", dan)
    dan.goes(dora.path).sees("Recommended: approve").follows("Decide")
    journey.looks.at("decide", dan)
    dan.fills(
        {"approve": True, "Reasons": "As recommended. The origin is diversified, the schedule realistic."}
    )
    dan.presses("Sign the decision").sees("Approved")
    dan.follows("Record").sees("Dora Demir", "Recommended: approve", "Dan Doğan", "Decided: approve")
    journey.looks.glance("record of a case", dan)
    journey(PIA).goes(f"{journey.report}case/").sees("Approved", "The origin is diversified")


def share_and_revoke(journey: Journey) -> None:
    """Open origin and grade to Hana, who sees exactly these; close them, and she sees nothing again."""
    pia, hana = journey(PIA).goes(f"{journey.report}sharing/"), journey(HANA)
    pia.fills(
        {
            "Open it to": "Hazel Aerostructures",
            "Origin": True,
            "Grade": True,
            "What they may use it for": "security of supply",
            "Until": stage.in_days(180).isoformat(),
        }
    )
    pia.presses("Open it").sees("Opened. They see it from now on.", "Hazel Aerostructures")
    journey.looks.at("sharing", pia)
    hana.goes("/changes/").sees(journey.reference)
    hana.goes(journey.report).sees(ORIGIN, "Türkiye", GRADE, "Not shared with you:")
    hana.sees_nothing_of("Alder Metals", OLD, NEW, REASON, VOLUME, journey.number)
    journey.looks.glance("report as another member sees it", hana)
    pia.goes(f"{journey.report}sharing/").sees(
        "Hazel Aerostructures Read (on a page): Origin, Grade."
    ).presses("Revoke")
    pia.sees("Closed. They do not see it any more.")
    keep_a_member_out(journey)
    pia.goes(f"{journey.report}record/").sees("Submitted the report", "Closed again to Hazel Aerostructures")
