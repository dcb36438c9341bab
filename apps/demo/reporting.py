"""Fourth act: a supplier change is reported, questioned, recommended and decided; then work is left on desks."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from apps.certificates.models import Certificate
from apps.changes import services as changes
from apps.changes.models import Case, Report
from apps.demo.founding import Story
from apps.demo.people import ALICE, DAN, DORA, HANA, PIA, Person


def report_and_decide(story: Story, certificate: Certificate, *, day: int) -> Report:
    """Play one report from draft to decision, and show it to a fellow member for a while."""
    report, case = send(story, PIA, certificate, day=day, values=FIRST)
    dora = story.actor(DORA, day + 6)
    changes.ask(
        actor=dora,
        case_id=case.pk,
        text="Which share of the alloy's feed comes from end-of-life scrap collected in this country?",
        due_on=(dora.now + timedelta(days=14)).date(),
    )
    changes.answer(
        actor=story.actor(PIA, day + 9),
        case_id=case.pk,
        text="82 % in the last twelve months, by the foundry's mass balance. The rest is primary metal from Norway.",
    )
    changes.recommend(
        actor=story.actor(DORA, day + 13),
        case_id=case.pk,
        outcome="approve",
        reasons="The new origin lowers the dependence, the grade is certified, and nickel is watched by the firm.",
    )
    changes.decide(
        actor=story.actor(DAN, day + 15),
        case_id=case.pk,
        outcome="approve",
        reasons="As recommended. The certificate stands, the origin is diversified, the schedule is realistic.",
    )
    show(story, report, groups=("origin", "grade"), to="hazel", day=day + 17)
    return report


def leave_work_on_desks(story: Story, certificate: Certificate) -> None:
    """Leave a case with a question open, one in review, one waiting for the second signature, and a draft."""
    _report, asked = send(story, PIA, certificate, day=92, values=SECOND)
    dora = story.actor(DORA, 100)
    changes.ask(
        actor=dora,
        case_id=asked.pk,
        text="What happens to the present contract: does it end, or does it run beside the new one?",
        due_on=(dora.now + timedelta(days=15)).date(),
    )
    send(story, HANA, certificate, day=101, values=THIRD)
    _report, ready = send(story, HANA, certificate, day=95, values=FOURTH)
    changes.recommend(
        actor=story.actor(DORA, 103),
        case_id=ready.pk,
        outcome="approve",
        reasons="A second producer on another continent; the volumes are small and the grade is certified.",
    )
    changes.draft_report(
        actor=story.actor(ALICE, 105),
        critical_input="magnesium",
        reason="A second producer of magnesium ingot.",
    )


def send(
    story: Story, person: Person, certificate: Certificate, *, day: int, values: Mapping[str, Any]
) -> tuple[Report, Case]:
    """Write a report in standard fields and send it."""
    actor = story.actor(person, day)
    told = dict(values)
    report = changes.draft_report(
        actor=actor, critical_input=told.pop("critical_input"), reason=told.pop("reason")
    )
    shipments = [
        ((actor.now + timedelta(days=days)).date(), Decimal(mass)) for days, mass in told.pop("shipments")
    ]
    if told.pop("certified"):
        told["certificate_number"] = certificate.number
    changes.change_report(actor=actor, report_id=report.pk, values=told | {"shipments": shipments})
    return report, changes.submit_report(actor=actor, report_id=report.pk)


def show(story: Story, report: Report, *, groups: tuple[str, ...], to: str, day: int) -> None:
    """Open field groups to a fellow member for half a year."""
    actor = story.actor(PIA, day)
    changes.share_report(
        actor=actor,
        report_id=report.pk,
        grantee_id=story.houses[to].pk,
        groups=groups,
        purpose="supply_security",
        until=actor.now + timedelta(days=180),
    )


FIRST = {
    "critical_input": "aluminium",
    "reason": "One smelting region supplies 68 % of our plate. The recycled alloy is made in this country.",
    "current_supplier": "Eastern Light Metals",
    "new_supplier": "Kestrel Alloys",
    "country_mined": "NO",
    "country_processed": "TR",
    "country_shipped_from": "TR",
    "grade": "EN AW-2024",
    "annual_volume_kg": Decimal(420000),
    "testing_outcome": "Joint study of fifteen laboratory sheets; nickel is watched at goods-in.",
    "certified": True,
    "shipments": [(40, "35000"), (70, "35000"), (100, "70000")],
}
SECOND = FIRST | {
    "reason": "The same alloy for our second plant.",
    "annual_volume_kg": Decimal(90000),
    "shipments": [(60, "15000"), (120, "30000")],
}
THIRD = FIRST | {
    "reason": "Wing ribs move to the recycled alloy from next spring.",
    "current_supplier": "Pacific Plate",
    "annual_volume_kg": Decimal(180000),
    "shipments": [(90, "45000")],
}
FOURTH = {
    "critical_input": "cobalt",
    "reason": "A second refiner, so that no single source exceeds forty percent.",
    "current_supplier": "Rivergate Refining",
    "new_supplier": "Boreal Refinery",
    "country_mined": "CA",
    "country_processed": "FI",
    "country_shipped_from": "FI",
    "grade": "99.8 % cathode",
    "annual_volume_kg": Decimal(24000),
    "testing_outcome": "Same standard grade as today, tested lot by lot at goods-in; no substitution, so no certificate.",
    "certified": False,
    "shipments": [(45, "6000"), (90, "6000")],
}
