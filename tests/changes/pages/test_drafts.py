"""The firm's way: begin, fill part by part without JavaScript, check, send, read the confirmation."""

from datetime import timedelta

import pytest

from apps.changes.models import Report
from apps.changes.rules import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(client, world):
    client.force_login(world.cast.pia)
    return client


def test_the_whole_way_by_forms_alone(firm, world):
    assert firm.get("/changes/new/").status_code == 200
    begun = firm.post("/changes/new/", {"critical_input": "aluminium", "reason": "The mine closes."})
    report = Report.objects.unscoped("test").get()
    at = f"/changes/reports/{report.pk}/"
    assert begun.url == at
    assert "answers to give" in firm.get(at).content.decode()
    origin = {
        "country_mined": "GN", "country_processed": "NO", "country_shipped_from": "NL",
        "current_supplier": "Faraway Smelting", "new_supplier": "Northern Light Metals",
    }  # fmt: skip
    assert firm.post(f"{at}part/origin/", origin).url == f"{at}part/testing/"
    testing = {"grade": "EN AW-2024", "certificate_number": "", "testing_outcome": "Testing runs until June."}
    assert firm.post(f"{at}part/testing/", testing).url == f"{at}part/schedule/"
    day = local_day(world.actor("pia").now) + timedelta(days=9)
    shipment = {"annual_volume_kg": "120000.5", "ships_on": day.isoformat(), "mass_kg": "1000", "then": "add"}
    assert firm.post(f"{at}part/schedule/", shipment).url == f"{at}part/schedule/"
    assert "1,000" in firm.get(f"{at}part/schedule/").content.decode()
    kept = {"annual_volume_kg": "120000.5", "ships_on": "", "mass_kg": "", "then": "continue"}
    assert firm.post(f"{at}part/schedule/", kept).url == f"{at}who-sees/"
    assert "Critical Supply Administration" in firm.get(f"{at}who-sees/").content.decode()
    check = firm.get(f"{at}check/").content.decode()
    assert "Send the report" in check and "Northern Light Metals" in check and "120,000.5" in check
    assert firm.post(f"{at}check/").url == f"{at}sent/"
    sent = firm.get(f"{at}sent/").content.decode()
    assert "Report sent" in sent and "CH-" in sent and "Battery and Alloy Association" in sent
    assert "Northern Light Metals" in firm.get(at).content.decode()


def test_a_draft_with_gaps_cannot_be_sent_and_links_to_the_pages_that_ask(firm, world):
    report = world.draft()
    at = f"/changes/reports/{report.pk}/"
    page = firm.get(f"{at}check/").content.decode()
    assert "Send the report" not in page and f"{at}part/origin/" in page
    refused = firm.post(f"{at}check/")
    assert refused.status_code == 422 and "Still to do" in refused.content.decode()


def test_a_wrong_answer_is_shown_at_its_field_and_kept(firm, world):
    at = f"/changes/reports/{world.draft().pk}/part/"
    page = firm.post(f"{at}testing/", {"grade": "EN AW-2024", "certificate_number": "no such"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "The register does not know this number" in text and "EN AW-2024" in text and "Error:" in text
    page = firm.post(f"{at}schedule/", {"annual_volume_kg": "-1"})
    assert page.status_code == 422 and "above zero" in page.content.decode()
    page = firm.post(f"{at}schedule/", {"annual_volume_kg": "5", "mass_kg": "3"})
    assert page.status_code == 422 and "Give the day this shipment leaves" in page.content.decode()


def test_numbers_are_read_with_the_comma_of_turkish(firm, world):
    report = world.draft()
    firm.cookies["django_language"] = "tr"
    at = f"/changes/reports/{report.pk}/part/schedule/"
    assert firm.post(at, {"annual_volume_kg": "1200,5", "then": "continue"}).status_code == 302
    assert str(world.report_as("pia", report).annual_volume_kg) == "1200.500"
    assert "1200,5" in firm.get(at).content.decode()


def test_more_shipped_than_a_year_is_a_warning_before_sending(firm, world):
    report = world.complete(annual_volume_kg=1)
    page = firm.get(f"/changes/reports/{report.pk}/check/").content.decode()
    assert "more than the volume of a year" in page and "Send the report" in page


def test_a_shipment_is_removed_by_a_button(firm, world):
    report = world.complete()
    line = world.report_as("pia", report).shipments[0]
    gone = f"/changes/reports/{report.pk}/shipments/{line.id}/remove/"
    assert firm.get(gone).status_code == 405
    assert firm.post(gone).status_code == 302
    assert len(world.report_as("pia", report).shipments) == 1


@pytest.mark.parametrize("page", ["part/change/", "part/origin/", "who-sees/", "check/"])
def test_the_pages_of_a_draft_are_for_its_firms_reporters(client, world, page):
    report = world.draft()
    for who, status in (("hana", 404), ("bob", 404), ("dora", 404), ("ivy", 404), ("alice", 200)):
        client.force_login(getattr(world.cast, who))
        assert client.get(f"/changes/reports/{report.pk}/{page}").status_code == status


@pytest.mark.parametrize("page", ["part/change/", "who-sees/", "check/"])
def test_a_sent_report_is_not_filled_any_more(firm, world, page):
    report = world.opened().report
    assert firm.get(f"/changes/reports/{report.pk}/{page}").status_code == 409


def test_an_unknown_part_and_a_confirmation_too_early_are_404(firm, world):
    at = f"/changes/reports/{world.draft().pk}/"
    assert firm.get(f"{at}part/nothing/").status_code == 404
    assert firm.get(f"{at}sent/").status_code == 404
