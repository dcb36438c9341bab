"""Third act: asked, evaluated, approved by another person, made by the worker, checked by a stranger."""

from apps.demo.people import BEA, EMIL, HANA, KESTREL, KIM
from tests.journeys import stage
from tests.journeys.programs import Program
from tests.workers import wait_until


def play(walk):
    """Play the act."""
    certify(walk)
    verify(walk)


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
    assert (found["state"], found["paper"], found["holder"]) == (
        "demonstration",
        "matches",
        KESTREL.name,
    )
    assert {one["verdict"] for one in found["facts"]["results"]} == {"pass"}
    assert stranger.gets(f"verify/{number}?h=0000000000000000")["paper"] == "other"
    stranger.gets("verify/CC-2020-000009-X", status=404)
