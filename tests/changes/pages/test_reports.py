"""A report's pages: what each party reads, who sees it, its record."""

from datetime import timedelta

import pytest

from apps.changes.models import ReportGrant

pytestmark = pytest.mark.django_db
SECRETS = (
    "Northern Light",
    "Faraway",
    "EN AW-2024",
    "120,000",
    "Guinea",
    "mine closes",
    "laboratories tested",
)


def read(client, world, who, report, page=""):
    client.force_login(getattr(world.cast, who))
    return client.get(f"/changes/reports/{report.pk}/{page}")


def test_the_firm_reads_all_of_it(client, world):
    report = world.opened().report
    page = read(client, world, "bob", report).content.decode()
    assert not [secret for secret in SECRETS if secret not in page]


def test_the_industry_body_reads_that_it_was_reported(client, world):
    report = world.opened().report
    for page in ("", "record/"):
        text = read(client, world, "ivy", report, page).content.decode()
        assert report.reference in text
        assert not [secret for secret in (*SECRETS, "Alder", "Pia") if secret in text]


def test_another_member_reads_nothing_then_a_group_then_nothing(client, world):
    report = world.opened().report
    assert read(client, world, "hana", report).status_code == 404
    client.force_login(world.cast.alice)
    offer = {
        "grantee": world.cast.hazel.pk, "groups": ["grade", "origin"], "purpose": "supply_security",
        "until": (world.actor("alice").now + timedelta(days=9)).date().isoformat(),
    }  # fmt: skip
    assert client.post(f"/changes/reports/{report.pk}/sharing/", offer).status_code == 302
    text = read(client, world, "hana", report).content.decode()
    assert "EN AW-2024" in text and "Guinea" in text and "Not shared with you" in text
    for secret in ("Northern Light", "Faraway", "120,000", "mine closes", "Alder"):
        assert secret not in text
    grant = ReportGrant.objects.get(basis="consent")
    client.force_login(world.cast.alice)
    sharing = client.get(f"/changes/reports/{report.pk}/sharing/").content.decode()
    assert "Hazel Alloys loses sight of it at once." in sharing
    assert "Read (on a page): Origin, Grade." in sharing
    client.post(f"/changes/reports/{report.pk}/sharing/{grant.pk}/revoke/")
    assert read(client, world, "hana", report).status_code == 404
    ended = read(client, world, "alice", report, "sharing/").content.decode()
    assert "Closed or ended" in ended


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"groups": []}, "required"),
        ({"until": "2020-01-01"}, "within the next twelve months"),
        ({"purpose": "casework"}, "may not use data for this purpose"),
        ({"grantee": "0b6f2d3e-1111-4222-8333-444455556666"}, "valid choice"),
    ],
)
def test_an_offer_that_cannot_be_is_refused_at_its_field(client, world, changes, words):
    report = world.opened().report
    client.force_login(world.cast.alice)
    until = (world.actor("alice").now + timedelta(days=9)).date().isoformat()
    offer = {
        "grantee": world.cast.hazel.pk,
        "groups": ["grade"],
        "purpose": "supply_security",
        "until": until,
    }
    page = client.post(f"/changes/reports/{report.pk}/sharing/", offer | changes)
    assert page.status_code == 422 and words in page.content.decode()
    assert not ReportGrant.objects.filter(basis="consent").exists()


@pytest.mark.parametrize("page", ["sharing/", "case/"])
def test_who_sees_it_and_the_case_are_the_firms_pages(client, world, page):
    report = world.opened().report
    world.share(report, "grade")
    for who, status in (("hana", 404), ("ivy", 404), ("dora", 404), ("bob", 200), ("pia", 200)):
        assert read(client, world, who, report, page).status_code == status


def test_a_preview_shows_what_a_party_reads(client, world):
    report = world.opened().report
    world.share(report, "grade")
    page = read(client, world, "alice", report, f"as/{world.cast.hazel.pk}/").content.decode()
    assert "This is the report as Hazel Alloys sees it now." in page and "EN AW-2024" in page
    assert "Northern Light" not in page
    assert read(client, world, "alice", report, f"as/{world.cast.elm.pk}/").status_code == 404
    assert read(client, world, "hana", report, f"as/{world.cast.hazel.pk}/").status_code == 404


def test_a_stranger_and_a_visitor_find_nothing(client, world):
    report = world.opened().report
    for page in ("", "record/", "sharing/", "case/", "sent/"):
        assert read(client, world, "eve", report, page).status_code == 404
        client.logout()
        assert client.get(f"/changes/reports/{report.pk}/{page}").status_code == 302


@pytest.mark.parametrize("lines", [1, 20])
def test_a_reports_page_costs_the_same_for_few_and_many_shipments(
    client, world, lines, django_assert_num_queries
):
    day = world.values()["shipments"][0]
    report = world.opened(shipments=[day] * lines, annual_volume_kg=10**6).report
    client.force_login(world.cast.dora)
    with django_assert_num_queries(12):
        client.get(f"/changes/reports/{report.pk}/")


def test_a_draft_without_grants_says_that_nobody_sees_it(client, world):
    page = read(client, world, "pia", world.draft(), "sharing/").content.decode()
    assert "Nobody outside your firm." in page
