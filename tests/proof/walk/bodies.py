"""What is sent with the requests that want something: a body that the right person would send."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from apps.studies.models import Item
from tests.proof.world import NOW, World

DAY = (NOW + timedelta(days=10)).date().isoformat()
INVITEE = {
    "organisation_name": "Kestrel", "organisation_kind": "firm", "member_role": "member",
    "email": "kim@kestrel.example", "language": "en",
}  # fmt: skip
COLLEAGUE = {"email": "new@colleague.example", "role": "engineer", "language": "en"}
AGREEMENT = dict.fromkeys(("summary_en", "summary_tr", "text_en", "text_tr"), "Be fair.") | {"version": "1.0"}
CONSORTIUM = {"name": "Magnets", "critical_input": "gallium", "purpose": "Replace it."} | AGREEMENT
CALL = {"title": "Foundries", "text": "Join."}
IRON = {
    "code": "Ni", "name_en": "Nickel", "name_tr": "Nikel", "unit": "% (m/m)", "method": "ICP-OES",
    "direction": "target", "margin_kind": "absolute",
}  # fmt: skip
REVISION = {
    "title": "Longer", "laboratories_wanted": 9, "replicates": 3, "results_due_on": DAY, "publication": "nothing",
}  # fmt: skip
LETTER = {"address": "buyer@customer.example", "line": "For order 4711", "language": "en"}
OUTCOME = {"outcome": "approve", "reasons": "Enough was tested."}

Body = Callable[[World], dict[str, Any]]


def _prepared(world: World) -> dict[str, Any]:
    return {"samples": [str(world.samples["open cypress"][1])], "carrier": "Post"}


def _item(world: World) -> dict[str, Any]:
    item = Item.objects.filter(study=world.studies["open"]).order_by("code").first()
    return {"item": item.code if item else "", "kind": "homogeneity"}


def _check(world: World) -> dict[str, Any]:
    return _item(world) | {
        "characteristic": "Fe",
        "values": "1.00 1.01\n1.01 1.02\n1.00 1.02",
        "sigma": "0.1",
    }


def _order(world: World) -> dict[str, Any]:
    chosen = [str(world.certificates["evaluated"])]
    return {"certificate_ids": chosen, "reasons": "Carried.", "months": 12}


BODIES: dict[str, Body] = {
    "consortia:invite": lambda _world: INVITEE,
    "api-invitations": lambda _world: INVITEE,
    "consortia:publish_call": lambda _world: CALL | {"closes_on": DAY},
    "api-consortium-calls": lambda _world: CALL | {"closes_at": f"{DAY}T10:00:00Z"},
    "consortia:create": lambda _world: CONSORTIUM,
    "api-consortia": lambda _world: CONSORTIUM,
    "accounts:organisation": lambda _world: {"address": "Oak street 1", "country": "TR"},
    "accounts:invite": lambda _world: COLLEAGUE,
    "api-colleagues": lambda _world: COLLEAGUE,
    "accounts:person": lambda _world: {"role": "procurement"},
    "api-person-role": lambda _world: {"role": "procurement"},
    "accounts:keys": lambda _world: {"label": "night"},
    "studies:remove_characteristic": lambda _world: {"code": "Fe"},
    "api-keys": lambda _world: {"label": "night"},
    "api-materials": lambda world: {
        "name": "New", "grade": "1", "critical_input": "aluminium", "owner_id": world.cast.consortium.pk,
    },
    "api-studies": lambda world: {
        "consortium_id": world.cast.consortium.pk, "title": "Second round", "candidate_id": world.cast.candidate.pk,
        "replicates": 3, "results_due_on": DAY,
    },
    "studies:protocol": lambda _world: IRON,
    "studies:change_characteristic": lambda _world: IRON,
    "api-study-characteristic": lambda _world: {"method": "XRF"},
    "studies:revise": lambda _world: REVISION,
    "api-study": lambda _world: {"laboratories_wanted": 9},
    "api-study-amendments": lambda _world: {"reason": "Held up.", "laboratories_wanted": 10},
    "api-study-characteristics": lambda _world: IRON,
    "studies:dispatch": _prepared,
    "api-samples-dispatch": _prepared,
    "studies:check_item": _check,
    "api-study-checks": _check,
    "studies:waive_check": lambda world: _item(world) | {"reason": "One melt."},
    "api-study-waivers": lambda world: _item(world) | {"reason": "One melt."},
    "studies:receive_sample": lambda _world: {"outcome": "received", "condition": "Seal intact"},
    "api-sample-receipt": lambda _world: {"condition": "Seal intact"},
    "api-sample-damage": lambda _world: {"condition": "Broken glass"},
    "studies:hand_over": lambda world: {"person_id": world.cast.ike.pseudonym},
    "api-study-coordinators": lambda world: {"person_id": world.cast.ike.pseudonym},
    "studies:flag": lambda _world: {"ruling": "keep", "reason": "Seen."},
    "api-study-flag-ruling": lambda _world: {"ruling": "keep", "reason": "Seen."},
    "studies:return_flag": lambda _world: {"reason": "Look again."},
    "api-study-flag-return": lambda _world: {"reason": "Look again."},
    "studies:order_report": lambda _world: {"language": "en"},
    "api-study-papers": lambda _world: {"language": "en"},
    "api-sheets": lambda _world: {"file_name": "a.csv", "content": "sample,characteristic\n", "reason": "A slip."},
    "studies:submit_draft": lambda _world: {"reason": "The balance was off."},
    "api-sheet-submission": lambda _world: {"reason": "The balance was off."},
    "api-certificates": lambda world: {
        "study_id": world.studies["closed"], "material_id": world.cast.candidate.pk, "body_id": world.cast.birch.pk,
    },
    "certificates:request": lambda world: {
        "material": world.cast.candidate.pk, "body": world.cast.birch.pk, "language": "en",
    },
    "certificates:evaluate": lambda _world: {"evaluation": "All there."},
    "api-certificate-evaluation": lambda _world: {"evaluation": "All there."},
    "certificates:decide": lambda _world: OUTCOME | {"outcome": "refuse"},
    "api-certificate-decision": lambda _world: OUTCOME | {"outcome": "refuse"},
    "certificates:withdraw": lambda _world: {"reason": "The alloy changed."},
    "api-certificate-withdrawal": lambda _world: {"reason": "The alloy changed."},
    "certificates:suspend": lambda _world: {"code": "misuse", "reason": "On another alloy."},
    "api-certificate-suspension": lambda _world: {"code": "misuse", "reason": "On another alloy."},
    "certificates:reinstate": lambda _world: {"code": "corrected", "reason": "The labels are gone."},
    "api-certificate-reinstatement": lambda _world: {"code": "corrected", "reason": "The labels are gone."},
    "certificates:surveillance": lambda _world: {"due_on": DAY, "done_on": DAY, "note": "Seen."},
    "api-certificate-surveillance": lambda _world: {"due_on": DAY, "done_on": DAY, "note": "Seen."},
    "certificates:listing": lambda _world: {"level": "results"},
    "api-certificate-listing": lambda _world: {"level": "results"},
    "certificates:amend": lambda _world: {"reason": "A slip."},
    "api-certificate-amendment": lambda _world: {"reason": "A slip."},
    "certificates:send": lambda _world: LETTER,
    "api-certificate-letters": lambda _world: LETTER,
    "certificates:decisions": lambda world: _order(world) | {"request_key": str(UUID(int=7))},
    "api-batches": _order,
    "changes:new": lambda _world: {"critical_input": "aluminium", "reason": "The mine closes."},
    "api-reports": lambda _world: {"critical_input": "aluminium", "reason": "The mine closes."},
    "changes:sharing": lambda world: _offer(world) | {"until": DAY},
    "api-report-shares": lambda world: _offer(world) | {"until": f"{DAY}T10:00:00Z"},
    "changes:ask": lambda _world: {"text": "Which smelter?", "due_on": DAY},
    "api-case-question": lambda _world: {"text": "Which smelter?", "due_on": DAY},
    "changes:answer": lambda _world: {"text": "The northern one."},
    "api-case-answer": lambda _world: {"text": "The northern one."},
    "changes:recommend": lambda _world: OUTCOME,
    "api-case-recommendation": lambda _world: OUTCOME,
    "changes:return": lambda _world: {"note": "Look again."},
    "api-case-return": lambda _world: {"note": "Look again."},
    "changes:decide": lambda _world: OUTCOME,
    "api-case-decision": lambda _world: OUTCOME,
    "api-invitation-accept-with-account": lambda world: {"token": world.tokens["open"], "agreement": "1.0"},
    "api-invitation-accept": lambda world: {
        "token": world.tokens["open"], "name": "Jo", "password": "a long sentence of mine", "agreement": "1.0",
    },
}  # fmt: skip


def _offer(world: World) -> dict[str, Any]:
    return {"grantee": world.cast.cedar.pk, "groups": ["grade"], "purpose": "qualification"}


def body_of(world: World, name: str) -> dict[str, Any]:
    """Give the body of a request; nothing where nothing is wanted."""
    return BODIES[name](world) if name in BODIES else {}
