"""Reports of Alder in every state of a grant, for two masks; and the work on their cases."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from apps.changes import services
from apps.changes.models import Report, Shipment
from tests.proof.world import NOW, World, at

MASKS = {"one": ("grade",), "two": ("origin", "supplier")}
# "other purpose" is one that firms have; laboratories and the convener do not.
DEAD = ("future", "embargoed", "expired", "revoked", "other purpose")
CHANNEL_OF = {
    "one": "hazel",
    "two": "consortium",
}  # dead grants go directly for one mask, through it for the other


def values(number: int) -> dict[str, Any]:
    """Give fields that no other report has."""
    return {
        "reason": f"Reason {number:02} of the change",
        "current_supplier": f"Faraway Smelting {number:02}",
        "new_supplier": f"Northern Light {number:02}",
        "country_mined": ("CN", "GN")[number % 2],
        "country_processed": ("NO", "CN")[number % 2],
        "country_shipped_from": "NL",
        "grade": f"EN AW-2{number:03}",
        "annual_volume_kg": Decimal(120000 + number),
        "testing_outcome": f"Measured by {number:02} laboratories; no certificate yet.",
        "shipments": [(date(2026, 9, 1) + timedelta(days=number), Decimal(1000 + number))],
    }


def build(world: World) -> None:
    """Make the reports, oldest first, each a minute after the other."""
    _plain(world)
    for mask in MASKS:
        for number, state in enumerate(("active", "consortium", *DEAD)):
            word = f"{state} {mask}"
            _submitted(world, word, who="pia", number=10 + 2 * number + (mask == "two"))
            _shared(world, word, state, mask)
    _casework(world)


def _plain(world: World) -> None:
    for number, (word, who) in enumerate((("draft", "pia"), ("hazel draft", "hana"), ("elm draft", "eve"))):
        with at(days=30, minutes=-number):
            _drafted(world, word, who=who, number=number)
    for number, (word, who) in enumerate(
        (("none", "pia"), ("hazel", "hana"), ("answered", "alice")), start=4
    ):
        _submitted(world, word, who=who, number=number)


def _drafted(world: World, word: str, *, who: str, number: int) -> Report:
    actor = world.actor(who)
    report = services.draft_report(actor=actor, critical_input="aluminium")
    told = values(number)
    if number % 2:
        told["certificate_number"] = world.numbers["issued"]
    services.change_report(actor=actor, report_id=report.pk, values=told)
    world.reports[word] = report.pk
    world.shipments[word] = Shipment.objects.get(report=report).pk
    return report


def _submitted(world: World, word: str, *, who: str, number: int) -> None:
    with at(days=30, minutes=-number):
        report = _drafted(world, word, who=who, number=number)
        world.cases[word] = services.submit_report(actor=world.actor(who), report_id=report.pk).pk


def _shared(world: World, word: str, state: str, mask: str) -> None:
    """Reach a state of a grant as people reach it: by date, by revoking, by a purpose that is not theirs."""
    to = {"active": "hazel", "consortium": "consortium", "other purpose": "consortium"}.get(
        state, CHANNEL_OF[mask]
    )
    purpose = (
        "supply_security"
        if state == "other purpose"
        else "supply_security"
        if to == "hazel"
        else "qualification"
    )
    begun = {"future": timedelta(days=-5), "expired": timedelta(days=20)}.get(state, timedelta(days=10))
    lasting = timedelta(days=5 if state == "expired" else 90)
    with at(days=begun.days):
        granted = services.share_report(
            actor=world.actor("alice"),
            report_id=world.reports[word],
            grantee_id=getattr(world.cast, to).pk,
            groups=MASKS[mask],
            purpose=purpose,
            until=NOW - begun + lasting,
        )
    world.grants[word] = granted.pk
    if state == "revoked":
        with at(days=5):
            services.close_share(
                actor=world.actor("alice"), report_id=world.reports[word], grant_id=granted.pk
            )
    if state == "embargoed":
        rows = Report.objects.unscoped("no page sets an embargo yet")
        rows.filter(pk=world.reports[word]).update(embargo_until=NOW + timedelta(days=3))


def _casework(world: World) -> None:
    """Open question, answered question, recommendation, recommendation sent back, decision."""
    dora, dan, cases = world.actor("dora"), world.actor("dan"), world.cases

    def ask(word: str) -> None:
        services.ask(actor=dora, case_id=cases[word], text=f"Which smelter, {word}?", due_on=date(2026, 7, 1))

    def recommend(word: str) -> None:
        reasons = f"Enough was tested: {word}."
        services.recommend(actor=dora, case_id=cases[word], outcome="approve", reasons=reasons)

    ask("active one")
    ask("answered")
    services.answer(actor=world.actor("alice"), case_id=cases["answered"], text="The one in the north.")
    recommend("consortium one")
    recommend("none")
    services.send_back(actor=dan, case_id=cases["none"], note="Look at the volumes again.")
    ask("none")
    recommend("active two")
    services.decide(actor=dan, case_id=cases["active two"], outcome="approve", reasons="It may go ahead.")
