"""Fourth act: a supplier change is reported, questioned, recommended and decided; then work is left on desks."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from apps.changes import services as changes
from apps.changes.models import Case, Report
from apps.demo import certifying
from apps.demo.people import ALICE, DAN, DORA, HANA, PIA, Person
from apps.demo.steps import Step, Story

CHANGE: Final = "the first supplier change is reported"
QUESTIONED: Final = "a change is reported that will wait for an answer"
READY: Final = "a change is reported that will wait for the second signature"


def steps() -> list[Step]:
    """Give the steps of this act: one report from draft to decision, then what waits on desks."""
    return [
        Step(CHANGE, partial(send, person=PIA, day=70, values=FIRST)),
        Step("the reviewer asks a question", ask),
        Step("the firm answers", answer),
        Step("the reviewer recommends", recommend),
        Step("a second person decides", decide),
        Step("the firm shows two groups of facts to a fellow member", show),
        Step(QUESTIONED, partial(send, person=PIA, day=92, values=SECOND)),
        Step("a question stays open", ask_and_wait),
        Step(READY, partial(send, person=HANA, day=95, values=FOURTH)),
        Step("a change is reported that stays in review", partial(send, person=HANA, day=101, values=THIRD)),
        Step("a recommendation waits for the second signature", recommend_and_wait),
        Step("a draft stays unfinished", leave_a_draft),
    ]


def send(story: Story, *, person: Person, day: int, values: Mapping[str, Any]) -> Case:
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
        told["certificate_number"] = certifying.number(story)
    changes.change_report(actor=actor, report_id=report.pk, values=told | {"shipments": shipments})
    return changes.submit_report(actor=actor, report_id=report.pk)


def ask(story: Story) -> None:
    """Ask the firm where the scrap comes from."""
    dora = story.actor(DORA, 76)
    changes.ask(
        actor=dora,
        case_id=story.made_by(CHANGE),
        text="Which share of the alloy's feed comes from end-of-life scrap collected in this country?",
        due_on=(dora.now + timedelta(days=14)).date(),
    )


def answer(story: Story) -> None:
    """Answer as the firm."""
    changes.answer(
        actor=story.actor(PIA, 79),
        case_id=story.made_by(CHANGE),
        text="82 % in the last twelve months, by the foundry's mass balance. The rest is primary metal from Norway.",
    )


def recommend(story: Story) -> None:
    """Recommend as the reviewer."""
    changes.recommend(
        actor=story.actor(DORA, 83),
        case_id=story.made_by(CHANGE),
        outcome="approve",
        reasons="The new origin lowers the dependence, the grade is certified, and nickel is watched by the firm.",
    )


def decide(story: Story) -> None:
    """Decide as somebody else."""
    changes.decide(
        actor=story.actor(DAN, 85),
        case_id=story.made_by(CHANGE),
        outcome="approve",
        reasons="As recommended. The certificate stands, the origin is diversified, the schedule is realistic.",
    )


def show(story: Story) -> None:
    """Open origin and grade to a fellow member for half a year."""
    actor = story.actor(PIA, 87)
    changes.share_report(
        actor=actor,
        report_id=Report.objects.unscoped("the demonstration goes on with its report")
        .get(case=story.made_by(CHANGE))
        .pk,
        grantee_id=story.house("hazel").pk,
        groups=("origin", "grade"),
        purpose="supply_security",
        until=actor.now + timedelta(days=180),
    )


def ask_and_wait(story: Story) -> None:
    """Ask a question that stays open."""
    dora = story.actor(DORA, 100)
    changes.ask(
        actor=dora,
        case_id=story.made_by(QUESTIONED),
        text="What happens to the present contract: does it end, or does it run beside the new one?",
        due_on=(dora.now + timedelta(days=15)).date(),
    )


def recommend_and_wait(story: Story) -> None:
    """Recommend what the approver will find on the desk."""
    changes.recommend(
        actor=story.actor(DORA, 103),
        case_id=story.made_by(READY),
        outcome="approve",
        reasons="A second producer on another continent; the volumes are small and the grade is the one in use.",
    )


def leave_a_draft(story: Story) -> None:
    """Begin a report and leave it."""
    changes.draft_report(
        actor=story.actor(ALICE, 105),
        critical_input="magnesium",
        reason="A second producer of magnesium ingot.",
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
