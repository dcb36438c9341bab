"""The door to rows and fields, on the report of a supplier change."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from apps.changes.models import Report, ReportGrant
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.sharing import selectors, services
from apps.sharing.projections import opened
from apps.sharing.querysets import NotScoped, masks

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast):
    return Report.objects.create(
        owner=cast.alder,
        reference="SC-1",
        critical_input=cast.critical_input,
        grade="2024",
        new_supplier="North",
    )


def share(report, cast, *groups, to="hazel", **changes):
    asked = {"purpose": "supply_security", "until": timezone.now() + timedelta(days=30)} | changes
    return services.grant(
        row=report, grantee_id=getattr(cast, to).pk, groups=groups, actor=cast.actor("alice"), **asked
    )


def seen(cast, who):
    return list(Report.objects.visible_to(cast.actor(who)).values_list("reference", flat=True))


@pytest.mark.parametrize(
    "use",
    [
        list,
        len,
        bool,
        lambda rows: rows.count(),
        lambda rows: rows.exists(),
        lambda rows: rows.get(pk=None),
        lambda rows: rows.update(grade=""),
        lambda rows: rows.delete(),
        lambda rows: list(rows.values_list("pk")),
        lambda rows: list(ReportGrant.objects.filter(obj__in=rows)),
        lambda rows: list(rows.filter(grade="x").order_by("pk")[:3]),
        lambda rows: next(rows.iterator()),
        lambda rows: rows.first(),
    ],
)
def test_a_query_that_does_not_say_who_asks_is_refused(report, use):
    with pytest.raises(NotScoped):
        use(Report.objects.all())


def test_a_stranger_sees_nothing_until_a_grant_and_nothing_again_after_its_revocation(report, cast):
    assert seen(cast, "hana") == []
    granted = share(report, cast, "grade")
    assert seen(cast, "hana") == ["SC-1"]
    services.revoke(row=report, grant_id=granted.pk, actor=cast.actor("alice"))
    assert seen(cast, "hana") == []


def test_a_grant_to_the_consortium_reaches_its_members_and_nobody_else(report, cast):
    share(report, cast, "grade", to="consortium", purpose="qualification")
    assert [seen(cast, who) for who in ("hana", "carol", "eve")] == [["SC-1"], ["SC-1"], []]


def test_a_mask_opens_its_groups_and_names_the_hidden_ones(report, cast):
    share(report, cast, "grade")
    actor = cast.actor("hana")
    row = selectors.found(Report.objects.all(), actor, report.pk)
    shown = opened(row, masks(actor, [row])[row.pk])
    assert (shown["grade"], shown["new_supplier"]) == ("2024", None)
    assert shown.hidden_groups == (
        "reporter",
        "origin",
        "schedule",
        "volumes",
        "testing",
        "supplier",
        "reason",
    )


@pytest.mark.parametrize("state", ["expired", "future", "embargoed", "other purpose"])
def test_a_grant_that_is_not_live_opens_nothing(report, cast, state):
    # A laboratory may use data for qualification only; the consortium may be given more.
    purpose = "supply_security" if state == "other purpose" else "qualification"
    share(report, cast, "grade", to="consortium", purpose=purpose)
    actor = cast.actor("carol")
    if state == "embargoed":
        Report.objects.unscoped("test").update(embargo_until=timezone.now() + timedelta(days=1))
    moved = {"expired": timedelta(days=31), "future": -timedelta(hours=1)}.get(state, timedelta())
    assert not Report.objects.visible_to(actor.at(timezone.now() + moved)).exists()


def test_a_consortium_is_given_nothing_for_a_purpose_no_member_has(report, cast):
    for purpose in ("casework", "statistics"):
        with pytest.raises(Invalid):
            share(report, cast, "grade", to="consortium", purpose=purpose)


def test_filtering_by_a_field_needs_its_group(report, cast):
    share(report, cast, "grade")
    actor = cast.actor("hana")
    assert Report.objects.where(actor, "grade", grade="2024").exists()
    assert not Report.objects.where(actor, "new_supplier", new_supplier="North").exists()
    with pytest.raises(KeyError):
        Report.objects.where(actor, "embargo_until", embargo_until=None)


def test_pages_merge_own_and_granted_rows_newest_first_without_gap_or_double(cast):
    now = timezone.now()
    for number in range(7):
        owner = cast.alder if number % 2 else cast.hazel
        row = Report.objects.create(
            owner=owner,
            reference=f"SC-{number}",
            critical_input=cast.critical_input,
            created_at=now - timedelta(minutes=number // 3),
        )
        if owner == cast.alder:
            share(row, cast, "grade")
            share(row, cast, "origin", to="consortium")
    actor, place, found = cast.actor("hana"), None, []
    from apps.core.paging import Place

    while True:
        page = Report.objects.newest(actor, most=2, before=place)
        found += [row.reference for row in page.rows]
        if not page.next_token:
            break
        place = Place.read(page.next_token)
    expected = (
        Report.objects.visible_to(actor).order_by("-created_at", "-id").values_list("reference", flat=True)
    )
    assert found == list(expected) and len(found) == 7
    assert Report.objects.count_visible(actor) == 7


def test_out_of_scope_is_missing_and_leaves_an_entry(report, cast):
    from apps.audit.models import Entry

    with pytest.raises(Missing):
        selectors.found(Report.objects.all(), cast.actor("eve"), report.pk)
    assert Entry.objects.filter(event="accounts.RefusedOutOfScope", acting_for=cast.elm.pk).count() == 1


def test_only_the_owner_shares_and_only_what_exists_for_a_purpose_the_receiver_has(report, cast):
    with pytest.raises(NotAllowed):
        services.grant(
            row=report,
            grantee_id=cast.elm.pk,
            groups=["grade"],
            purpose="casework",
            until=timezone.now() + timedelta(days=1),
            actor=cast.actor("hana"),
        )
    for wrong in (
        {"purpose": "casework"},
        {"until": timezone.now()},
        {"until": timezone.now() + timedelta(days=400)},
    ):
        with pytest.raises(Invalid):
            share(report, cast, "grade", **wrong)
    with pytest.raises(Invalid):
        share(report, cast, "price")


def test_the_database_keeps_grants_immutable_but_for_one_revocation(report, cast):
    granted = share(report, cast, "grade")
    for statement in ({"mask": 255}, {"valid_until": timezone.now() + timedelta(days=900)}):
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            ReportGrant.objects.filter(pk=granted.pk).update(**statement)
    services.revoke(row=report, grant_id=granted.pk, actor=cast.actor("alice"))
    with pytest.raises(Conflict):
        services.revoke(row=report, grant_id=granted.pk, actor=cast.actor("alice"))
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        ReportGrant.objects.filter(pk=granted.pk).update(revoked_at=None, revoked_by=None)


def test_a_duty_cannot_be_revoked(report, cast):
    duty = services.open_by_duty(
        row=report,
        grantee=cast.office,
        groups=["grade"],
        purpose="casework",
        legal_basis="Act 1, article 2",
        until=timezone.now() + timedelta(days=900),
        actor=cast.actor("alice"),
    )
    assert seen(cast, "dora") == ["SC-1"]
    with pytest.raises(Conflict):
        services.revoke(row=report, grant_id=duty.pk, actor=cast.actor("alice"))


def test_an_attempt_to_write_leaves_its_entry_though_the_service_takes_back_all(client, cast):
    from apps.audit.models import Entry
    from apps.changes.services import draft_report

    report = draft_report(actor=cast.actor("alice"), critical_input="aluminium")
    client.force_login(cast.eve)
    assert client.post(f"/api/v1/reports/{report.pk}/submit/").status_code == 404
    noted = Entry.objects.filter(event="accounts.RefusedOutOfScope", acting_for=cast.elm.pk)
    assert noted.count() == 1
