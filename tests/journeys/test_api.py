"""The main job end to end, by programs through /api/v1/ alone, with a real worker: invitation to decision."""

import io
from dataclasses import dataclass, field

import pytest

from apps.consortia.models import ConsortiumMembership
from apps.demo import agreement, mail
from apps.demo.people import (
    BEA,
    BERK,
    CAROL,
    DAN,
    DORA,
    EMIL,
    HANA,
    IRIS,
    IVY,
    KESTREL,
    KIM,
    PASSWORD,
    PIA,
    Person,
)
from apps.demo.testing import REPLICATES, UNIT
from apps.studies.models import Result
from tests.journeys import stage
from tests.journeys.programs import Program
from tests.workers import own_broker, running_worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
BY_SESSION = (IRIS, PIA, DAN)
"""The others come with a key."""

SHARED = {"country_mined", "country_processed", "country_shipped_from", "grade"}
CLOSED = {
    "owner", "reason", "current_supplier", "new_supplier", "annual_volume_kg", "certificate_number",
    "testing_outcome", "shipments",
}  # fmt: skip


@dataclass
class Walk:
    """Programs by person, and the ids of what was made so far."""

    programs: dict[str, Program] = field(default_factory=dict)
    consortium: str = ""
    invited: dict[str, str] = field(default_factory=dict)
    study: str = ""
    materials: list[str] = field(default_factory=list)
    item: str = ""
    certificate: dict[str, str] = field(default_factory=dict)
    report: str = ""
    case: str = ""

    def __call__(self, person: Person) -> Program:
        if person.key not in self.programs:
            kind = Program.signed_in if person in BY_SESSION else Program.with_key
            self.programs[person.key] = kind(person)
        return self.programs[person.key]


@pytest.fixture
def walk(settings, tmp_path, monkeypatch):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    stage.found_the_world()
    with own_broker(), running_worker(mail=tmp_path / "mail"):
        yield Walk()


def test_the_main_job_end_to_end_through_the_api(walk, settings):
    open_and_invite(walk)
    join_by_mail(walk)
    plan_and_open(walk)
    hand_in(walk)
    close_and_compute(walk)
    certify(walk)
    verify(walk)
    report(walk)
    casework(walk)
    share_and_revoke(walk)
    assert stage.the_trail_holds() > 60


def open_and_invite(walk):
    """Open the consortium once, whatever is repeated; publish a call; invite everybody."""
    iris = walk(IRIS)
    opening = {"name": agreement.CONSORTIUM, "critical_input": "aluminium", "purpose": agreement.PURPOSE}
    opening |= agreement.VERSION_1.__dict__
    first, again = (iris.posts("consortia/", opening, key="open-1") for _time in range(2))
    assert first == again
    iris.posts("consortia/", opening | {"name": "Another"}, key="open-1", status=422)
    assert [one["id"] for one in iris.gets("consortia/")] == [first["id"]]
    walk.consortium = first["id"]
    call = {
        "title": agreement.CALL_TITLE,
        "text": agreement.CALL_TEXT,
        "closes_at": f"{stage.in_days(90)}T12:00:00Z",
    }
    iris.posts(f"consortia/{walk.consortium}/calls/", call)
    assert [one["title"] for one in iris.gets("calls/")] == [agreement.CALL_TITLE]
    for house, role, lead in [*stage.MEMBERS, (KESTREL, "member", KIM)]:
        invitee = {"organisation_name": house.name, "organisation_kind": house.kind, "email": lead.email}
        sent = invitee | {"member_role": role, "is_sme": house.is_sme}
        walk.invited[lead.email] = iris.posts(f"consortia/{walk.consortium}/invitations/", sent)["id"]


def join_by_mail(walk):
    """Join with the token of the mail that the worker sent; the link works once."""
    nobody = Program()
    leads = [KIM, *(lead for _house, _role, lead in stage.MEMBERS if lead is not BERK)]
    wait_until(lambda: all(mail.letters(to=lead.email) for lead in leads), 40)
    for lead in leads:
        found = stage.LINK.search(mail.letters(to=lead.email)[0].body)
        said = {"token": found[2], "name": lead.name, "password": PASSWORD, "agreement": "1.0"}
        if lead is KIM:
            nobody.posts("invitations/accept/", said | {"agreement": "0.9"}, status=422)
        offer = nobody.posts("invitations/accept/", said)
        assert offer["consortium"] == agreement.CONSORTIUM
        if lead is KIM:
            nobody.posts("invitations/accept/", said, status=404)
    stage.join_as_known(walk.invited[BERK.email], BERK)
    stage.add_colleagues()
    members = {
        one["name"]: one["agreement"] for one in walk(KIM).gets(f"consortia/{walk.consortium}/members/")
    }
    assert len(members) == len(leads) + 2
    assert members[KESTREL.name] == "1.0"
    assert ConsortiumMembership.objects.get(organisation__name=KESTREL.name).organisation.is_sme


def plan_and_open(walk):
    """Plan the study with its materials and characteristics, and open it; then nothing in it changes."""
    iris = walk(IRIS)
    of = {"critical_input": "aluminium", "owner_id": walk.consortium, "grade": "EN AW-2024"}
    walk.materials = [
        iris.posts("materials/", of | {"name": name, "producer": producer})["id"]
        for name, producer in (
            ("AlCu4Mg1 K-Recycled", "Kestrel Alloys"),
            ("AlCu4Mg1 primary", "Overseas smelter"),
        )
    ]
    candidate, incumbent = walk.materials
    plan = {
        "consortium_id": walk.consortium,
        "title": "AlCu4Mg1 from recycled metal",
        "candidate_id": candidate,
    }
    plan |= {"incumbent_id": incumbent, "replicates": REPLICATES, "results_due_on": str(stage.in_days(40))}
    walk.study = f"studies/{iris.posts('studies/', plan)['id']}/"
    walk(CAROL).gets(walk.study, status=404)
    for one in stage.PROTOCOL:
        said = {
            "code": one.code,
            "name_en": one.name_en,
            "name_tr": one.name_tr,
            "unit": UNIT,
            "method": stage.METHOD,
        }
        limits = {"lower": one.lower or None, "upper": one.upper or None}
        iris.posts(f"{walk.study}characteristics/", said | limits)
    opened = iris.posts(f"{walk.study}open/", status=200)
    assert opened["protocol_sha256"]
    walk.item = next(item["code"] for item in opened["items"] if item["role"] == "candidate")
    iris.posts(f"{walk.study}characteristics/", said | {"code": "Zn"}, status=409)


def hand_in(walk):
    """Four laboratories hand in; a bad file is reported by row and column and stores nothing."""
    sheets = stage.sheets()
    for (_house, lead), sheet in zip(stage.TAKES_PART, sheets, strict=True):
        lab = walk(lead)
        enrolled = lab.posts(f"{walk.study}enrol/")
        assert enrolled["own"]["has_handed_in"] is False
        assert {item["material"] for item in enrolled["items"]} == {None}
        if lead is CAROL:
            refuse_a_bad_file(walk, sheet)
        file = io.BytesIO(sheet.file(walk.item))
        file.name = "results.csv"
        assert lab.uploads(f"{walk.study}sheets/", file)["state"] == "taken"
    long = sheets[0].long_file(walk.item).decode()
    sent = walk(CAROL).posts(f"{walk.study}sheets/", {"file_name": "long.csv", "content": long}, key="long")
    again = walk(CAROL).posts(f"{walk.study}sheets/", {"file_name": "long.csv", "content": long}, key="long")
    assert sent["id"] == again["id"]
    own = f"{walk.study}sheets/{sent['id']}/"
    wait_until(lambda: walk(CAROL).gets(own)["state"] == "taken", 30)
    assert walk(CAROL).gets(own)["rows_done"] == 12_000 + 18
    assert [one["state"] for one in walk(CAROL).gets(f"{walk.study}sheets/")] == [
        "taken",
        "replaced",
        "refused",
    ]
    keep_others_out(walk, own, sheets[0])


def refuse_a_bad_file(walk, sheet):
    said = {"file_name": "spoilt.csv", "content": sheet.bad_file(walk.item).decode()}
    refused = walk(CAROL).posts(f"{walk.study}sheets/", said)
    assert (refused["state"], refused["fault_count"]) == ("refused", 1)
    fault = refused["faults"][0]
    assert (fault["row"], fault["column"], fault["code"]) == (3, "value", "decimal_comma")
    assert not Result.objects.exists()


def keep_others_out(walk, own, sheet):
    colin = walk(stage.COLIN)
    colin.gets(own, status=404)
    assert len(colin.gets(f"{walk.study}sheets/")) == 1
    seen = colin.gets(walk.study)
    assert seen["laboratories"] is None
    assert not any(value in str(seen) for value in sheet.values("Cu"))
    colin.gets(f"{walk.study}analysis/", status=409)
    walk(IRIS).gets(f"{walk.study}analysis/", status=409)


def close_and_compute(walk):
    """Close: m and s_r are those that the book gives for these sheets, under codes."""
    walk(stage.COLIN).posts(f"{walk.study}close/", status=403)
    assert walk(IRIS).posts(f"{walk.study}close/", status=200)["state"] == "closed"
    told = walk(KIM).gets(f"{walk.study}analysis/")
    assert told["own_code"] is None
    levels = {one["code"]: one for one in told["levels"] if one["role"] == "candidate"}
    assert set(levels) == set(stage.ELEMENTS)
    for code, level in levels.items():
        mean, s_r = stage.mean_and_repeatability(code)
        assert level["numbers"]["mean"] == pytest.approx(mean, rel=1e-12)
        assert level["numbers"]["s_r"] == pytest.approx(s_r, rel=1e-9)
        assert len(level["results"]) == len(stage.TAKES_PART)
    assert "Cedar" not in str(told)
    walk(CAROL).posts(f"{walk.study}sheets/", {"content": "late"}, status=409)


def certify(walk):
    """Ask, evaluate, approve by somebody else; the worker makes the paper, once."""
    body_id = walk(EMIL).gets("me/")["organisation_id"]
    asking = {"study_id": walk.study.split("/")[1], "material_id": walk.materials[0], "body_id": body_id}
    asked = walk(KIM).posts("certificates/", asking, key="ask")
    assert walk(KIM).posts("certificates/", asking, key="ask")["id"] == asked["id"]
    own = f"certificates/{asked['id']}/"
    walk(KIM).gets(f"{own}pdf/", status=404)
    walk(EMIL).posts(f"{own}evaluation/", {"evaluation": "Four sheets, three elements; all limits are met."})
    approval = {"outcome": "approve", "reasons": "The data carry conformity.", "months": 24}
    walk(EMIL).posts(f"{own}decision/", approval, status=403)
    assert walk(BEA).posts(f"{own}decision/", approval)["state"] in {"approved", "issuing", "valid"}
    wait_until(lambda: walk(KIM).gets(own)["state"] == "valid", 40)
    walk.certificate = walk(KIM).gets(own)


def verify(walk):
    """Check file and number; a stranger needs no sign-in."""
    number, fingerprint = walk.certificate["number"], walk.certificate["facts_sha256"][:16]
    pdf = walk(KIM).gets(f"certificates/{walk.certificate['id']}/pdf/")
    assert pdf.startswith(b"%PDF")
    assert number in stage.text_of(pdf)
    walk(HANA).gets(f"certificates/{walk.certificate['id']}/pdf/", status=404)
    stranger = Program()
    found = stranger.gets(f"verify/{number}?h={fingerprint}")
    assert (found["state"], found["paper"], found["holder"]) == ("valid", "matches", KESTREL.name)
    assert {one["verdict"] for one in found["facts"]["results"]} == {"pass"}
    assert stranger.gets(f"verify/{number}?h=0000000000000000")["paper"] == "other"
    stranger.gets("verify/CC-2020-000009-X", status=404)


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
