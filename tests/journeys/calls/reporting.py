"""Fourth act: a supplier change is reported, decided, opened to another member and closed again."""

from apps.demo.people import DAN, DORA, HANA, IVY, KESTREL, PIA
from tests.journeys import stage

SHARED = {"country_mined", "country_processed", "country_shipped_from", "grade"}
CLOSED = {
    "owner", "reason", "current_supplier", "new_supplier", "annual_volume_kg", "certificate_number",
    "testing_outcome", "shipments",
}  # fmt: skip


def play(walk):
    """Play the act."""
    report(walk)
    casework(walk)
    share_and_revoke(walk)


def report(walk):
    """Report a supplier change in standard fields; an incomplete report is not sent."""
    pia = walk(PIA)
    begun = pia.posts("reports/", {"critical_input": "aluminium", "reason": "One region supplies 68 %."})
    walk.report = f"reports/{begun['id']}/"
    lacking = {one["field"] for one in pia.posts(f"{walk.report}submit/", status=422)["errors"]}
    assert {"country_mined", "new_supplier", "shipments", "grade"} <= lacking
    filled = {
        "country_mined": "NO",
        "country_processed": "TR",
        "country_shipped_from": "TR",
        "current_supplier": "Eastern Light Metals",
        "new_supplier": KESTREL.name,
        "grade": "EN AW-2024",
        "annual_volume_kg": "420000",
        "certificate_number": walk.certificate["number"],
        "shipments": [{"ships_on": str(stage.in_days(40)), "mass_kg": "35000"}],
    }
    assert pia.patches(walk.report, filled)["certificate_number"] == walk.certificate["number"]
    walk(DORA).gets(walk.report, status=404)
    case = pia.posts(f"{walk.report}submit/", key="send")
    assert pia.posts(f"{walk.report}submit/", key="send")["id"] == case["id"]
    walk.case = f"cases/{case['id']}/"
    told = walk(IVY).gets(walk.report)
    assert told["critical_input"]["code"] == "aluminium"
    assert {told[name] for name in CLOSED - {"shipments"} | SHARED} == {None}
    assert told["shipments"] is None
    assert not any(name in str(told) for name in ("Alder", "Kestrel", "Eastern", "NO'"))
    walk(HANA).gets(walk.report, status=404)
    assert walk(HANA).gets("reports/")["results"] == []


def casework(walk):
    """Ask, answer, recommend, decide: by the people whose turn it is, and by no other."""
    dora, pia, dan = walk(DORA), walk(PIA), walk(DAN)
    assert [one["id"] for one in dora.gets("cases/?mine=true")["results"]] == [walk.case.split("/")[1]]
    question = {"text": "Which share of the feed is scrap?", "due_on": str(stage.in_days(14))}
    dora.posts(f"{walk.case}question/", question)
    pia.posts(f"{walk.case}answer/", {"text": "82 % in the last twelve months."})
    opinion = {"outcome": "approve", "reasons": "The dependence falls, the grade is certified."}
    dan.posts(f"{walk.case}decision/", opinion, status=409)
    dora.posts(f"{walk.case}recommendation/", opinion)
    dora.posts(f"{walk.case}decision/", opinion, status=403)
    decided = dan.posts(f"{walk.case}decision/", opinion | {"reasons": "As recommended."})
    assert (decided["state"], decided["decision"]["outcome"]) == ("approved", "approve")
    seen = pia.gets(walk.case)
    assert seen["decision"]["reasons"] == "As recommended."
    assert seen["recommendations"] is None
    assert pia.gets(walk.report)["state"] == "approved"


def share_and_revoke(walk):
    """Open origin and grade to Hana: exactly these. Revoke: nothing again."""
    pia, hana = walk(PIA), walk(HANA)
    offer = {
        "grantee": hana.gets("me/")["organisation_id"],
        "groups": ["origin", "grade"],
        "purpose": "supply_security",
        "until": f"{stage.in_days(180)}T12:00:00Z",
    }
    grant = pia.posts(f"{walk.report}shares/", offer, key="share")
    assert pia.posts(f"{walk.report}shares/", offer, key="share")["id"] == grant["id"]
    seen = hana.gets(walk.report)
    assert {name for name in CLOSED | SHARED if seen[name] is not None} == SHARED
    assert seen["country_mined"] == {"code": "NO", "name": "Norway"}
    assert set(seen["hidden_groups"]) >= {"reporter", "supplier", "volumes", "schedule"}
    hana.gets(f"{walk.report}shares/", status=404)
    pia.posts(f"{walk.report}shares/{grant['id']}/revoke/", status=204)
    hana.gets(walk.report, status=404)
    assert hana.gets("reports/")["results"] == []
