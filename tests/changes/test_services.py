"""Drafting and sending a report."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from apps.audit.models import Entry
from apps.audit.rules import first_fault
from apps.audit.selectors import all_rows, heads
from apps.changes import services
from apps.changes.models import Case, Report, ReportGrant
from apps.changes.rules import local_day, working_day_after
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.notifications.models import Notice

pytestmark = pytest.mark.django_db


def test_a_draft_takes_the_next_reference_of_the_year(world):
    year = world.actor("pia").now.year
    first, second = world.draft().reference, world.draft().reference
    assert first != second
    assert all(re.fullmatch(rf"SC-{year}-[2-9C-Z]{{6}}", reference) for reference in (first, second))


@pytest.mark.parametrize("who", ["bob", "carol", "dora", "ivy", "iris"])
def test_only_a_firms_reporter_begins_a_report(world, who):
    with pytest.raises(NotAllowed):
        world.draft(who)


def test_an_unknown_input_is_refused(world):
    with pytest.raises(Invalid) as refused:
        services.draft_report(actor=world.actor("pia"), critical_input="unobtainium")
    assert "critical_input" in refused.value.fields


def test_each_part_is_saved_by_itself(world):
    report = world.draft()
    services.change_report(
        actor=world.actor("pia"), report_id=report.pk, values={"reason": " The mine closes. "}
    )
    services.change_report(actor=world.actor("alice"), report_id=report.pk, values={"grade": "2024"})
    view = world.report_as("bob", report)
    assert (view.reason, view.grade, view.new_supplier) == ("The mine closes.", "2024", "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"country_mined": "XX"}, "country_mined"),
        ({"critical_input": "x"}, "critical_input"),
        ({"certificate_number": "never issued"}, "certificate_number"),
        ({"annual_volume_kg": Decimal(0)}, "annual_volume_kg"),
        ({"shipments": [(local_day, Decimal(-1))]}, "shipments"),
        ({"shipments": [(local_day, Decimal(1))] * 61}, "shipments"),
        ({"owner": "x"}, "owner"),
        ({"state": "approved"}, "state"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field_and_changes_nothing(world, values, field):
    report = world.draft()
    with pytest.raises(Invalid) as refused:
        services.change_report(actor=world.actor("pia"), report_id=report.pk, values={"grade": "x"} | values)
    assert list(refused.value.fields) == [field]
    assert world.report_as("pia", report).grade == ""


def test_shipments_are_added_and_removed_one_by_one(world):
    actor, report = world.actor("pia"), world.draft()
    day = local_day(actor.now)
    line = services.add_shipment(actor=actor, report_id=report.pk, ships_on=day, mass_kg=Decimal(5))
    assert [one.mass_kg for one in world.report_as("pia", report).shipments] == [5]
    services.remove_shipment(actor=actor, report_id=report.pk, shipment_id=line.pk)
    assert world.report_as("pia", report).shipments == ()
    with pytest.raises(Conflict):
        services.remove_shipment(actor=actor, report_id=report.pk, shipment_id=line.pk)
    with pytest.raises(Invalid) as refused:
        services.add_shipment(
            actor=actor, report_id=report.pk, ships_on=day - timedelta(days=1), mass_kg=Decimal(0)
        )
    assert set(refused.value.fields) == {"ships_on", "mass_kg"}


def test_a_shipment_of_another_report_is_out_of_reach(world):
    actor, mine, other = world.actor("pia"), world.draft(), world.draft("hana")
    line = services.add_shipment(
        actor=world.actor("hana"), report_id=other.pk, ships_on=local_day(actor.now), mass_kg=Decimal(5)
    )
    with pytest.raises(Conflict):
        services.remove_shipment(actor=actor, report_id=mine.pk, shipment_id=line.pk)


def test_another_firm_cannot_find_a_draft_and_an_engineer_cannot_change_it(world):
    report = world.draft()
    for who in ("hana", "eve", "dora", "ivy"):
        with pytest.raises(Missing):
            services.change_report(actor=world.actor(who), report_id=report.pk, values={})
    with pytest.raises(NotAllowed):
        services.change_report(actor=world.actor("bob"), report_id=report.pk, values={})


def test_an_incomplete_report_is_not_sent_and_every_gap_is_named(world):
    report = world.draft()
    with pytest.raises(Invalid) as refused:
        services.submit_report(actor=world.actor("pia"), report_id=report.pk)
    assert "country_mined" in refused.value.fields and "critical_input" not in refused.value.fields
    assert Case.objects.unscoped("test").count() == 0


def test_sending_opens_a_case_due_twenty_working_days_ahead(world):
    case = world.opened()
    actor = world.actor("pia")
    assert re.fullmatch(rf"CH-{actor.now.year}-[2-9C-Z]{{6}}", case.reference)
    assert case.due_on == working_day_after(local_day(actor.now), 20)
    assert case.administration_id == world.cast.office.pk
    assert world.report_as("pia", case.report).state == "submitted"


def test_sending_opens_the_report_by_duty_all_of_it_and_core_only(world):
    report = world.opened().report
    grants = {grant.grantee.name: grant for grant in ReportGrant.objects.select_related("grantee")}
    office = grants["Critical Supply Administration"]
    body = grants["Battery and Alloy Association"]
    assert (office.mask, office.purpose, office.basis) == (Report.SHARING.everything, "casework", "duty")
    assert (body.mask, body.purpose, body.basis) == (0, "statistics", "duty")
    assert world.report_as("dora", report).hidden_groups == ()
    assert world.report_as("ivy", report).hidden_groups == tuple(
        group.name for group in Report.SHARING.groups
    )
    assert world.report_as("ivy", report).owner is None


def test_a_report_is_sent_once(world):
    case = world.opened()
    with pytest.raises(Conflict):
        services.submit_report(actor=world.actor("pia"), report_id=case.report_id)
    with pytest.raises(Conflict):
        services.change_report(actor=world.actor("pia"), report_id=case.report_id, values={"grade": "x"})


def test_without_an_administration_nothing_is_sent(world):
    from apps.accounts.models import Organisation

    report = world.complete()
    Organisation.objects.filter(pk=world.cast.office.pk).update(kind="institution")
    with pytest.raises(Conflict):
        services.submit_report(actor=world.actor("pia"), report_id=report.pk)


def test_reviewers_and_officers_are_told_by_link_and_reference_only(world, deliver_news):
    case = world.opened()
    deliver_news()
    told = {(notice.user.name, notice.url): notice for notice in Notice.objects.select_related("user")}
    assert set(told) == {
        ("Dora Demir", f"/changes/cases/{case.pk}/"),
        ("Dan Doğan", f"/changes/cases/{case.pk}/"),
        ("Ivy Işıl", f"/changes/reports/{case.report_id}/"),
    }
    said = " ".join(str(notice.values) + notice.words for notice in told.values())
    assert "Alder" not in said and "Northern" not in said


def test_the_trail_holds_no_value_of_a_closed_group_and_its_chains_hold(world, deliver_news):
    world.decided()
    deliver_news()
    trail = " ".join(Entry.objects.exclude(event__startswith="accounts.").values_list("payload", flat=True))
    for secret in (
        "Northern Light",
        "Faraway",
        "EN AW-2024",
        "120000",
        '"GN"',
        "mine closes",
        "Which smelter",
    ):
        assert secret not in trail
    assert first_fault(all_rows(), heads())[0] is None
