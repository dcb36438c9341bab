"""Each party sees its part: of rows, of fields, of filters and of the record."""

from datetime import timedelta

import pytest

from apps.audit.models import Entry
from apps.changes import selectors, services
from apps.changes.documents import reports_csv
from apps.changes.models import Report
from apps.changes.selectors import ReportFilters
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.notifications.models import Notice

pytestmark = pytest.mark.django_db
SECRETS = ("Northern Light", "Faraway", "EN AW-2024", "120000", "GN", "mine closes", "laboratories tested")


def listed(world, who, **filters):
    page = selectors.reports_page(world.actor(who), ReportFilters(**filters))
    return [line.reference for line in page.rows]


def test_another_member_sees_nothing_then_the_group_and_nothing_again_after_it_is_revoked(world):
    report = world.opened().report
    assert listed(world, "hana") == []
    grant = world.share(report, "grade")
    assert listed(world, "hana") == [report.reference]
    view = world.report_as("hana", report)
    assert (view.grade, view.new_supplier, view.owner) == ("EN AW-2024", None, None)
    assert "supplier" in view.hidden_groups and "grade" not in view.hidden_groups
    services.close_share(actor=world.actor("alice"), report_id=report.pk, grant_id=grant.pk)
    assert listed(world, "hana") == []
    with pytest.raises(Missing):
        world.report_as("hana", report)


def test_the_industry_body_sees_input_reference_date_and_state_only(world):
    report = world.opened().report
    view = world.report_as("ivy", report)
    assert (view.reference, view.critical_input.code, view.state) == (
        report.reference,
        "aluminium",
        "submitted",
    )
    assert view.submitted_at is not None
    closed = ("owner", "reason", "current_supplier", "new_supplier", "country_mined", "grade", "shipments")
    assert [getattr(view, name) for name in closed] == [None] * len(closed)
    text = reports_csv(
        services.read_reports(actor=world.actor("ivy"), filters=ReportFilters(), channel="CSV")
    )
    assert report.reference in text
    assert not [secret for secret in (*SECRETS, "Alder") if secret in text]


def test_drafts_are_the_firms_alone(world):
    world.complete()
    reference = Report.objects.unscoped("test").get().reference
    seen = [listed(world, who) for who in ("alice", "bob", "ivy", "dora", "hana")]
    assert seen == [[reference], [reference], [], [], []]


def test_a_filter_never_tells_about_a_closed_field(world):
    report = world.opened().report
    world.share(report, "grade")
    assert listed(world, "hana", critical_input="aluminium") == [report.reference]
    assert listed(world, "hana", country_mined="GN") == []
    assert listed(world, "ivy", country_mined="GN") == []
    world.share(report, "origin", to="consortium", purpose="qualification")
    assert listed(world, "hana", country_mined="GN") == [report.reference]
    assert listed(world, "hana", country_mined="CN") == []
    assert listed(world, "hana", country_mined="GN", state="approved") == []
    assert listed(world, "pia", country_mined="GN", state="submitted") == [report.reference]


def test_filtered_pages_follow_each_other_without_gaps(world):
    references = [world.draft().reference for _ in range(5)]
    actor, found, token = world.actor("pia"), [], ""
    from apps.core.paging import Place

    while True:
        page = selectors.reports_page(actor, ReportFilters(state="draft"), before=Place.read(token), most=2)
        found += [line.reference for line in page.rows]
        if not (token := page.next_token):
            break
    assert found == references[::-1]


@pytest.mark.parametrize("who", ["hana", "ivy", "dora"])
def test_reading_anothers_report_leaves_an_entry_with_what_was_delivered(world, who):
    report = world.opened().report
    world.share(report, "grade")
    services.read_report(actor=world.actor(who), report_id=report.pk, channel="API")
    reads = selectors.reads_of(world.actor("alice"), report).rows
    assert len(reads) == 1
    expected = {
        "hana": ("Hazel Alloys", "Read (through the API): Grade."),
        "ivy": ("Battery and Alloy Association", "Read (through the API): only that it was reported."),
        "dora": ("Critical Supply Administration", "Origin"),
    }[who]
    assert reads[0].who == expected[0]
    assert expected[1] in reads[0].sentence


def test_reading_ones_own_report_leaves_none(world):
    report = world.opened().report
    services.read_report(actor=world.actor("bob"), report_id=report.pk, channel="page")
    assert Entry.objects.filter(event="sharing.SharedRead").count() == 0


def test_an_export_leaves_one_entry_for_each_report_of_others(world):
    world.opened()
    world.opened("hana")
    services.read_reports(actor=world.actor("hana"), filters=ReportFilters(), channel="CSV")
    assert Entry.objects.filter(event="sharing.SharedRead").count() == 0
    views = services.read_reports(actor=world.actor("ivy"), filters=ReportFilters(), channel="CSV")
    assert len(views) == Entry.objects.filter(event="sharing.SharedRead").count() == 2


def test_a_file_runs_no_formula(world):
    world.complete(new_supplier="=HYPERLINK(1)", grade="+1", reason="-x", current_supplier="@x")
    text = reports_csv(
        services.read_reports(actor=world.actor("pia"), filters=ReportFilters(), channel="CSV")
    )
    for cell in ("'=HYPERLINK(1)", "'+1", "'-x", "'@x"):
        assert cell in text


def test_only_the_firms_reporters_share_and_only_with_fellow_members(world):
    report = world.opened().report
    offer = {"groups": ["grade"], "purpose": "supply_security"}
    until = world.actor("alice").now + timedelta(days=3)
    for who, refusal in (("bob", NotAllowed), ("dora", NotAllowed), ("hana", Missing)):
        with pytest.raises(refusal):
            services.share_report(
                actor=world.actor(who),
                report_id=report.pk,
                grantee_id=world.cast.hazel.pk,
                until=until,
                **offer,
            )
    for party in (world.cast.elm, world.cast.alder):
        with pytest.raises(Invalid) as refused:
            services.share_report(
                actor=world.actor("alice"), report_id=report.pk, grantee_id=party.pk, until=until, **offer
            )
        assert "grantee" in refused.value.fields


def test_a_duty_stays(world):
    report = world.opened().report
    lines = selectors.shares_of(world.actor("alice"), report)
    assert [line.by_duty for line in lines] == [True, True]
    for line in lines:
        with pytest.raises(Conflict):
            services.close_share(actor=world.actor("alice"), report_id=report.pk, grant_id=line.grant_id)


def test_who_sees_what_is_told_to_the_owner_alone(world):
    report = world.opened().report
    world.share(report, "grade", "origin")
    marks = {line.party: line.marks for line in selectors.shares_of(world.actor("bob"), report)}
    assert marks["Hazel Alloys"] == ("closed", "open", "open", *["closed"] * 5)
    assert marks["Critical Supply Administration"] == ("duty",) * 8
    assert marks["Battery and Alloy Association"] == ("closed",) * 8
    for who in ("hana", "dora", "ivy"):
        assert selectors.shares_of(world.actor(who), report) == []
        assert selectors.reads_of(world.actor(who), report).rows == []


@pytest.mark.parametrize("who", ["hana", "ivy", "dora"])
def test_the_preview_is_what_the_party_gets(world, who):
    report = world.opened().report
    world.share(report, "grade")
    world.share(report, "origin", to="consortium", purpose="qualification")
    actor = world.actor(who)
    _party, preview = selectors.seen_as(world.actor("alice"), report, actor.organisation_id)
    assert preview == world.report_as(who, report)


def test_the_preview_of_a_consortium_is_what_its_grant_opens(world):
    report = world.opened().report
    world.share(report, "origin", to="consortium", purpose="qualification")
    _party, preview = selectors.seen_as(world.actor("alice"), report, world.cast.consortium.pk)
    assert preview.country_mined.code == "GN" and preview.grade is None
    assert preview.country_mined == world.report_as("carol", report).country_mined


def test_there_is_no_preview_of_a_party_without_a_grant_nor_for_others(world):
    report = world.opened().report
    for who, party in (("alice", "elm"), ("dora", "office")):
        with pytest.raises(Missing):
            selectors.seen_as(world.actor(who), report, getattr(world.cast, party).pk)


def test_the_record_tells_others_only_that_it_was_sent_and_hides_the_firm_where_it_is_hidden(world):
    report = world.opened().report
    world.share(report, "grade")
    for who in ("ivy", "hana"):
        actor = world.actor(who)
        lines = selectors.record_of_report(actor, report, selectors.mask_of(actor, report)).rows
        assert [line.who for line in lines] == ["The reporting firm"]
    actor = world.actor("dora")
    lines = selectors.record_of_report(actor, report, selectors.mask_of(actor, report)).rows
    assert [line.who for line in lines] == ["Alder Metals"]
    own = selectors.record_of_report(world.actor("bob"), report, report.SHARING.everything).rows
    assert own[0].sentence.startswith("Opened Grade to Hazel Alloys until")
    assert "security of supply" in own[0].sentence
    assert own[-1].who == "Pia Polat, Alder Metals"


def test_a_receiver_is_told_by_reference(world, deliver_news):
    report = world.opened().report
    deliver_news()
    Notice.objects.all().delete()
    world.share(report, "grade", to="consortium", purpose="qualification")
    world.share(report, "grade")
    deliver_news()
    told = {(notice.user.name.split()[0], notice.organisation.name) for notice in Notice.objects.all()}
    assert told == {
        ("Hana", "Hazel Alloys"),
        ("Carol", "Cedar Laboratories"),
        ("Colin", "Cypress Analytics"),
        ("Ike", "Oak Research Institute"),
    }
    assert Notice.objects.filter(user=world.cast.hana).count() == 2
    assert not [notice for notice in Notice.objects.all() if "Alder" in str(notice.values)]


def path_of(report):
    return f"/changes/reports/{report.pk}/"


def told_of(client, cast, who, report):
    client.force_login(cast.people[who])
    return path_of(report) in client.get("/news/").content.decode()


def test_a_notice_goes_when_its_grant_goes(world, client, cast, deliver_news):
    report = world.opened().report
    granted = services.share_report(
        actor=world.actor("pia"), report_id=report.pk, grantee_id=cast.hazel.pk, groups=["origin"],
        purpose="supply_security", until=world.actor("pia").now + timedelta(days=9),
    )  # fmt: skip
    deliver_news()
    assert told_of(client, cast, "hana", report)
    services.close_share(actor=world.actor("pia"), report_id=report.pk, grant_id=granted.pk)
    deliver_news()
    assert not told_of(client, cast, "hana", report)


def test_a_grant_revoked_before_the_worker_tells_is_never_told(world, client, cast, deliver_news):
    report = world.opened().report
    granted = services.share_report(
        actor=world.actor("pia"), report_id=report.pk, grantee_id=cast.consortium.pk, groups=["origin"],
        purpose="qualification", until=world.actor("pia").now + timedelta(days=9),
    )  # fmt: skip
    services.close_share(actor=world.actor("pia"), report_id=report.pk, grant_id=granted.pk)
    deliver_news()
    assert not told_of(client, cast, "hana", report)
    assert not told_of(client, cast, "carol", report)
