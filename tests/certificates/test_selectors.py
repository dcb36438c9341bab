"""Who reads what: lists, the register, the home page; constant in queries."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.audit.models import Entry
from apps.certificates import selectors, services
from apps.certificates.models import Certificate
from apps.core.errors import Missing
from apps.core.paging import Place
from tests.certificates.world import World, again

pytestmark = pytest.mark.django_db


def at(days):
    return timezone.now() + timedelta(days=days)


def test_holder_and_body_know_of_a_certificate_others_do_not(world):
    row = world.issued()
    for who in ("alice", "bob", "emil", "bea"):
        assert len(selectors.certificates_of(world.actor(who)).rows) == 1
        assert selectors.certificate_for(world.actor(who), row.pk) == row
    strangers = ("hana", "iris", "carol", "dora", "ivy", "eve")
    for who in strangers:
        assert not selectors.certificates_of(world.actor(who)).rows
        with pytest.raises(Missing):
            selectors.certificate_for(world.actor(who), row.pk)
    assert Entry.objects.filter(event="accounts.RefusedOutOfScope").count() == len(strangers)


def test_the_holder_reads_the_evaluation_only_after_the_decision(world):
    row = world.evaluated()
    assert selectors.certificate_shown(world.actor("alice"), row.pk).evaluation == ""
    assert selectors.certificate_shown(world.actor("bea"), row.pk).evaluation == "All there."
    services.refuse(certificate_id=row.pk, actor=world.actor("bea"), reasons="No.")
    assert selectors.certificate_shown(world.actor("alice"), row.pk).evaluation == "All there."


def test_moves_are_those_that_are_open_to_the_reader(world):
    row = world.requested()
    assert selectors.certificate_shown(world.actor("emil"), row.pk).moves == ("evaluate",)
    assert selectors.certificate_shown(world.actor("alice"), row.pk).moves == ()


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_list_costs_one_query_for_any_length(
    cast, quiet_press, quick_paper, django_assert_num_queries, count
):
    world = World(cast)
    for number in range(count):
        copy_of(world, number)
    actor = cast.actor("alice")
    with django_assert_num_queries(1):
        page = selectors.certificates_of(actor, most=50)
    assert len(page.rows) == count
    with django_assert_num_queries(1):
        selectors.in_progress_for(actor)
    emil = cast.actor("emil")
    with django_assert_num_queries(1):
        assert len(selectors.waiting_for(emil)) == min(count, 20)


def copy_of(world, number):
    """Make one more request: another study each, as one material is certified once on a study."""
    study = world.study
    study.pk, study.reference = None, f"ST-{number}"
    study.id = None
    from uuid import uuid4

    study.pk = uuid4()
    study._state.adding = True
    study.save()
    Certificate.objects.create(
        study=study, material=world.cast.candidate, holder=world.cast.alder, body=world.cast.birch,
        requested_by=world.cast.alice.pseudonym,
    )  # fmt: skip


def test_pages_follow_each_other_without_gap_or_double(world):
    for number in range(5):
        copy_of(world, number)
    found, token = [], ""
    while True:
        page = selectors.certificates_of(world.actor("alice"), before=Place.read(token), most=2)
        found += [row.id for row in page.rows]
        if not (token := page.next_token):
            break
    expected = (
        Certificate.objects.unscoped("test").order_by("-created_at", "-id").values_list("pk", flat=True)
    )
    assert found == list(expected)


def test_the_register_answers_valid_then_expired_and_withdrawn_at_once(world):
    row = world.issued(months=1)
    entry = selectors.register_entry(row.number)
    assert (entry.state, entry.id, entry.holder, entry.body) == (
        "valid",
        row.pk,
        "Alder Metals",
        "Birch Certification",
    )
    assert (entry.material, entry.grade) == ("AlCu4Mg1 secondary", "EN AW-2024")
    assert selectors.register_entry(row.number, at=at(40)).state == "expired"
    services.withdraw(certificate_id=row.pk, actor=world.actor("bea"), reason="Changed.")
    entry = selectors.register_entry(row.number.lower().replace("-", " "))
    assert (entry.state, entry.withdrawn_on) == ("withdrawn", timezone.localdate())


def test_the_last_day_still_counts(world):
    row = world.issued(months=1)
    last = timezone.make_aware(timezone.datetime.combine(row.valid_until, timezone.datetime.min.time()))
    assert selectors.register_entry(row.number, at=last + timedelta(hours=23, minutes=59)).state == "valid"
    assert selectors.register_entry(row.number, at=last + timedelta(hours=24)).state == "expired"


@pytest.mark.parametrize("state", ["requested", "evaluated", "approved", "refused"])
def test_what_was_not_issued_is_not_in_the_register(world, state):
    row = getattr(world, state)()
    assert row.number is None
    begun = services.begin_issue(certificate_id=row.pk, actor=world.system()) if state == "approved" else None
    assert not begun or selectors.register_entry(begun.number) is None


def test_a_fingerprint_opens_the_facts_only_if_it_is_this_papers(world):
    row, now = world.issued(), timezone.now()
    ours = row.facts_sha256[:16]
    assert selectors.verify(row.number, "", at=now).paper == "absent"
    assert selectors.verify(row.number, ours.upper(), at=now).facts["holder"]["name"] == "Alder Metals"
    for wrong in (ours[:-1], ours + "0", "0" * 16, "ğ", "x" * 9999):
        answer = selectors.verify(row.number, wrong, at=now)
        assert (answer.paper, answer.facts) == ("other", None)


def under_way(actor):
    return [(str(line.what), line.next_mover) for line in selectors.in_progress_for(actor)]


def test_what_waits_for_whom(world):
    row = world.requested()
    assert [line.verb for line in selectors.waiting_for(world.actor("emil"))] == ["Evaluate"]
    assert selectors.waiting_for(world.actor("bea")) == selectors.waiting_for(world.actor("alice")) == []
    assert under_way(world.actor("alice")) == [("Certification: to be evaluated", "Birch Certification")]
    assert selectors.in_progress_for(world.actor("emil")) == []
    services.evaluate(certificate_id=row.pk, actor=world.actor("emil"), evaluation="All there.")
    assert [line.verb for line in selectors.waiting_for(world.actor("bea"))] == ["Decide"]
    assert under_way(world.actor("emil")) == [("Certification: to be decided", "Birch Certification")]
    services.approve(certificate_id=row.pk, actor=world.actor("bea"), reasons="Yes.", months=12)
    assert under_way(world.actor("bea")) == [("Certification: the PDF is being made", "")]
    assert selectors.waiting_for(world.actor("bea")) == []


def test_counts_by_state_tell_valid_and_expired_apart_in_one_query(world, django_assert_num_queries):
    world.withdrawn()
    world.issued(months=1)
    world.requested(by="hana")
    actor = world.actor("bea")
    with django_assert_num_queries(1):
        counted = selectors.count_by_state(actor)
    assert {state: count for state, count in counted.items() if count} == {
        "requested": 1,
        "valid": 1,
        "withdrawn": 1,
    }
    assert selectors.count_by_state(actor.at(at(60)))["expired"] == 1
    assert sum(selectors.count_by_state(world.actor("eve")).values()) == 0


def test_the_command_lists_number_state_and_file(world, capsys):
    row = world.issued()
    call_command("list_certificates", "--json")
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["number"], told["state"]) == (row.number, "valid")
    assert told["path"] == str(selectors.pdf_path(row))
    assert told["verify_url"].endswith(f"/v/{row.number}?h={again(row).facts_sha256[:16]}")
    call_command("list_certificates")
    assert "1 certificates in the register." in capsys.readouterr().out
