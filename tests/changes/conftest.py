"""A firm's report in every state, reached through the services."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from apps.changes import selectors, services
from apps.changes.models import Case, Report
from apps.changes.rules import local_day
from apps.supply.services import load_reference
from tests.cast import Cast

EXPLANATION = "Eight laboratories tested it; the certificate is not issued yet."


@dataclass
class World:
    """The cast with reference data, and shortcuts to the states of a report and its case."""

    cast: Cast

    def actor(self, name: str) -> Any:
        return self.cast.actor(name)

    def draft(self, who: str = "pia", **values: Any) -> Report:
        return services.draft_report(actor=self.actor(who), critical_input="aluminium", reason="", **values)

    def values(self, **changes: Any) -> dict[str, Any]:
        tomorrow = local_day(self.actor("pia").now) + timedelta(days=1)
        return {
            "reason": "The mine closes.",
            "current_supplier": "Faraway Smelting",
            "new_supplier": "Northern Light Metals",
            "country_mined": "GN",
            "country_processed": "NO",
            "country_shipped_from": "NL",
            "grade": "EN AW-2024",
            "annual_volume_kg": Decimal(120000),
            "certificate_number": "",
            "testing_outcome": EXPLANATION,
            "shipments": [(tomorrow, Decimal(10000)), (tomorrow + timedelta(days=30), Decimal("20000.5"))],
        } | changes

    def complete(self, who: str = "pia", **changes: Any) -> Report:
        report = self.draft(who)
        values = self.values(**changes)
        return services.change_report(actor=self.actor(who), report_id=report.pk, values=values)

    def opened(self, who: str = "pia", **changes: Any) -> Case:
        return services.submit_report(actor=self.actor(who), report_id=self.complete(who, **changes).pk)

    def asked(self, case: Case | None = None) -> Case:
        case = case or self.opened()
        due_on = local_day(self.actor("dora").now) + timedelta(days=7)
        services.ask(actor=self.actor("dora"), case_id=case.pk, text="Which smelter?", due_on=due_on)
        return self.again(case)

    def recommended(self, who: str = "dora", outcome: str = "approve") -> Case:
        case = self.opened()
        services.recommend(
            actor=self.actor(who), case_id=case.pk, outcome=outcome, reasons="Measured enough."
        )
        return self.again(case)

    def decided(self, outcome: str = "approve") -> Case:
        case = self.recommended(outcome=outcome)
        services.decide(actor=self.actor("dan"), case_id=case.pk, outcome=outcome, reasons="So it is.")
        return self.again(case)

    def again(self, case: Case) -> Case:
        return selectors.case_for(self.actor("dan"), case.pk)

    def report_as(self, who: str, report: Report) -> Any:
        actor = self.actor(who)
        return selectors.view_of(actor, selectors.report_for(actor, report.pk))

    def share(self, report: Report, *groups: str, to: str = "hazel", **changes: Any) -> Any:
        actor = self.actor("alice")
        offer = {"purpose": "supply_security", "until": actor.now + timedelta(days=30)} | changes
        party = getattr(self.cast, to)
        return services.share_report(
            actor=actor, report_id=report.pk, grantee_id=party.pk, groups=groups, **offer
        )


@pytest.fixture
def world(cast):
    load_reference()
    return World(cast)
