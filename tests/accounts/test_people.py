"""The people of an organisation: another role, and the end of one, for those who lead it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.accounts import selectors, services
from apps.accounts.models import ApiKey, Membership, User
from apps.accounts.rules import CERTIFY, EVALUATE, MANAGE, TEST
from apps.accounts.selectors import actor_of, live_memberships
from apps.accounts.told import told
from apps.audit.models import Entry
from apps.audit.selectors import record_of
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_lead(cast):
    """Bob leads Alder Metals beside Alice."""
    services.change_role(person_id=cast.bob.pseudonym, role="lead", actor=cast.actor("alice"))
    return cast.bob


def change(cast, who, role, by="alice"):
    return services.change_role(person_id=cast.people[who].pseudonym, role=role, actor=cast.actor(by))


def end(cast, who, by="alice"):
    services.end_membership(person_id=cast.people[who].pseudonym, actor=cast.actor(by))


def entries(cast):
    return list(
        Entry.objects.filter(chain=f"organisation:{cast.alder.pk}")
        .order_by("seq")
        .values_list("event", flat=True)
    )


def test_another_role_counts_from_now_and_the_old_one_stays_on_record(cast):
    before = cast.actor("bob")
    change(cast, "bob", "procurement")
    assert (before.role, cast.actor("bob").role) == ("engineer", "procurement")
    rows = Membership.objects.filter(user=cast.bob).order_by("since")
    assert [(row.role, row.until is None) for row in rows] == [("engineer", False), ("procurement", True)]
    assert rows[0].until == rows[1].since
    assert entries(cast) == ["accounts.RoleChanged"]


def test_the_record_names_whom_it_was_about(cast):
    change(cast, "bob", "procurement")
    end(cast, "pia")
    lines = told(record_of(f"organisation:{cast.alder.pk}")).rows
    assert [(line.who, line.sentence) for line in lines] == [
        (
            "Alice Aydın, Alder Metals",
            "Ended the membership of Pia Polat (procurement lead), with their sessions and API keys.",
        ),
        (
            "Alice Aydın, Alder Metals",
            "Changed the role of Bob Bulut from quality engineer to procurement lead.",
        ),
    ]


def test_no_name_stands_in_the_trail(cast):
    end(cast, "bob")
    assert not Entry.objects.filter(payload__contains="Bulut").exists()


@pytest.mark.parametrize("who", ["bob", "pia", "hana", "iris", "dora"])
def test_only_who_leads_the_organisation_changes_or_ends(cast, who):
    for do in (change, end):
        more = {"role": "lead"} if do is change else {}
        with pytest.raises((NotAllowed, Missing)):
            do(cast, "bob" if who == "pia" else "pia", by=who, **more)
    assert entries(cast) == []


def test_the_people_of_others_are_missing(cast):
    for do in (
        lambda: change(cast, "hana", "engineer"),
        lambda: end(cast, "hana"),
        lambda: selectors.colleague_for(cast.actor("alice"), cast.hana.pseudonym),
    ):
        with pytest.raises(Missing):
            do()


@pytest.mark.parametrize("role", ["coordinator", "certifier", "approver", "officer", "superuser", ""])
def test_a_role_of_another_kind_of_organisation_is_refused(cast, role):
    with pytest.raises(Invalid) as refused:
        change(cast, "bob", role)
    assert list(refused.value.fields) == ["role"]
    assert cast.actor("bob").role == "engineer"


def test_the_same_role_again_is_refused(cast):
    with pytest.raises(Invalid, match="already"):
        change(cast, "bob", "engineer")


def test_nobody_changes_their_own_role(cast, second_lead):
    with pytest.raises(NotAllowed, match="own role"):
        change(cast, "alice", "engineer")


def test_the_last_who_leads_stays(cast):
    with pytest.raises(Conflict, match="last who lead"):
        end(cast, "alice")
    assert cast.actor("alice").may(MANAGE)


def test_one_of_two_who_lead_may_leave_or_be_given_another_role(cast, second_lead):
    end(cast, "alice")
    assert not live_memberships(cast.alice).exists()
    with pytest.raises(Conflict):
        end(cast, "bob", by="bob")


def test_a_lead_who_is_locked_out_does_not_count(cast, second_lead):
    User.objects.filter(pk=second_lead.pk).update(is_active=False)
    with pytest.raises(Conflict):
        end(cast, "alice")


def test_the_end_is_at_once_for_sessions_and_keys(cast):
    client, keyed = Client(), Client()
    client.force_login(cast.bob)
    key = services.make_api_key(actor=cast.actor("bob"), label="bench")
    authorised = {"headers": {"Authorization": f"Token {key}"}}
    assert client.get("/account/organisation/").status_code == 200
    assert keyed.get("/api/v1/me/", **authorised).status_code == 200
    end(cast, "bob")
    assert client.get("/account/organisation/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert keyed.get("/api/v1/me/", **authorised).status_code == 401
    assert not ApiKey.objects.filter(user=cast.bob).exists()


def test_a_session_that_has_ended_does_not_come_back_with_the_person(cast):
    client = Client()
    client.force_login(cast.bob)
    end(cast, "bob")
    person = User.objects.get(pk=cast.bob.pk)
    services.join_organisation(
        person=person, organisation_id=cast.alder.pk, role="engineer", actor=cast.actor("alice")
    )
    assert client.get("/account/organisation/").status_code == 302
    client.force_login(person)
    assert client.get("/account/organisation/").status_code == 200


def test_what_one_does_elsewhere_goes_on_after_a_new_sign_in(cast):
    services.join_organisation(
        person=cast.bob, organisation_id=cast.hazel.pk, role="engineer", actor=cast.actor("hana")
    )
    actors = {row.organisation_id: actor_of(row) for row in live_memberships(cast.bob)}
    kept = services.make_api_key(actor=actors[cast.hazel.pk], label="elsewhere")
    services.make_api_key(actor=actors[cast.alder.pk], label="here")
    end(cast, "bob")
    assert list(ApiKey.objects.filter(user=cast.bob).values_list("label", flat=True)) == ["elsewhere"]
    answer = Client().get("/api/v1/me/", headers={"Authorization": f"Token {kept}"})
    assert answer.json()["organisation_name"] == "Hazel Alloys"


def test_an_action_that_was_already_under_way_is_refused_afterwards(cast, second_lead):
    stale = cast.actor("bob")
    end(cast, "bob")
    with pytest.raises(NotAllowed):
        services.end_membership(person_id=cast.pia.pseudonym, actor=stale)
    with pytest.raises(NotAllowed):
        services.describe_organisation(actor=stale, address="Elsewhere", country="TR")


def test_an_ended_membership_is_not_ended_or_changed_again(cast):
    end(cast, "bob")
    for do in (lambda: end(cast, "bob"), lambda: change(cast, "bob", "lead")):
        with pytest.raises(Missing):
            do()


def test_a_clock_that_runs_behind_does_not_turn_a_role_back_to_front(cast):
    early = cast.actor("alice").at(timezone.now() - timedelta(days=30))
    services.change_role(person_id=cast.bob.pseudonym, role="procurement", actor=early)
    services.end_membership(person_id=cast.bob.pseudonym, actor=early)
    assert not live_memberships(cast.bob).exists()


def test_who_evaluated_does_not_decide_in_another_role(cast):
    """The rule of two persons looks at the person: a lead cannot lift it by giving roles."""
    from apps.certificates import services as certificates
    from tests.studies import world

    lead = User.objects.create_user("lead@birch.example", name="Lale Birch")
    Membership.objects.create(user=lead, organisation=cast.birch, role="lead", since=timezone.now())
    row = certificates.request_certification(
        study_id=world.closed(cast).pk, material_id=cast.candidate.pk, body_id=cast.birch.pk,
        actor=cast.actor("alice"),
    )  # fmt: skip
    certificates.evaluate(certificate_id=row.pk, evaluation="All there.", actor=cast.actor("emil"))
    services.change_role(
        person_id=cast.emil.pseudonym, role="certifier", actor=actor_of(live_memberships(lead).get())
    )
    emil = cast.actor("emil")
    assert (emil.may(CERTIFY), emil.may(EVALUATE)) == (True, False)
    with pytest.raises(Refusal):
        certificates.approve(certificate_id=row.pk, actor=emil, reasons="Mine.", months=12)
    certificates.approve(certificate_id=row.pk, actor=cast.actor("bea"), reasons="Right.", months=12)


def test_people_are_listed_by_name_those_who_left_last(cast):
    end(cast, "bob")
    people = selectors.people_page(cast.actor("alice")).rows
    assert [(one.name, one.role, one.is_active) for one in people] == [
        ("Alice Aydın", "lead", True),
        ("Pia Polat", "procurement", True),
        ("Bob Bulut", "engineer", False),
    ]
    assert people[2].until is not None
    assert TEST in cast.actor("alice").capabilities


def test_each_person_stands_in_the_list_once_with_the_newest_role(cast):
    for role in ("procurement", "engineer", "lead"):
        change(cast, "bob", role)
    people = selectors.people_page(cast.actor("alice")).rows
    assert [one.role for one in people if one.name == "Bob Bulut"] == ["lead"]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_pages_of_people_hold_everybody_once_at_one_query_each(cast, count, django_assert_num_queries):
    for number in range(count):
        person = User.objects.create_user(f"p{number}@alder.example", name=f"Person {number % 7}")
        ended = timezone.now() if number % 2 else None
        Membership.objects.create(
            user=person, organisation=cast.alder, role="engineer", until=ended,
            since=timezone.now() - timedelta(days=1),
        )  # fmt: skip
    actor, cursor, seen = cast.actor("alice"), "", []
    while True:
        with django_assert_num_queries(1):
            page = selectors.people_page(actor, cursor=cursor, most=7)
        seen += page.rows
        if not (cursor := page.next_token):
            break
    assert len({one.id for one in seen}) == len(seen) == count + 3
    gone = [one.until is not None for one in seen]
    assert gone == sorted(gone)


def at_once(*calls):
    """Run calls at the same moment in threads of their own, and give how each ended."""
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_lead_from_each_other_at_once_leave_one(cast):
    change(cast, "bob", "lead")
    alice, bob = cast.actor("alice"), cast.actor("bob")
    outcomes = at_once(
        lambda: services.end_membership(person_id=bob.pseudonym, actor=alice),
        lambda: services.change_role(person_id=alice.pseudonym, role="engineer", actor=bob),
    )
    assert outcomes == ["done", "not-allowed"]
    assert len(selectors.leading_of(cast.alder.pk)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_once_are_not_both_let_go(cast):
    change(cast, "bob", "lead")
    alice, bob = cast.actor("alice"), cast.actor("bob")
    outcomes = at_once(
        lambda: services.end_membership(person_id=alice.pseudonym, actor=alice),
        lambda: services.end_membership(person_id=bob.pseudonym, actor=bob),
    )
    assert outcomes == ["conflict", "done"]
    assert len(selectors.leading_of(cast.alder.pk)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_change_twice_at_once_is_made_once(cast):
    alice = cast.actor("alice")
    outcomes = at_once(
        *[lambda: services.change_role(person_id=cast.bob.pseudonym, role="lead", actor=alice)] * 4
    )
    assert outcomes == ["done", "invalid", "invalid", "invalid"]
    assert entries(cast) == ["accounts.RoleChanged"]
