"""The life of an issued certificate: suspended and back, amended, superseded; and its ends, which are ends."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.audit.models import Entry
from apps.certificates import selectors, services
from apps.certificates.models import Certificate
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.notifications.models import Notice
from tests.certificates.test_services import events
from tests.certificates.world import again

pytestmark = pytest.mark.django_db


def entries(row, name):
    found = Entry.objects.filter(chain=f"certificate:{row.pk}", event=f"certificates.{name}").order_by("seq")
    return [json.loads(entry.payload)["body"] for entry in found]


def standing(row, days=0):
    return selectors.register_entry(row.number, at=timezone.now() + timedelta(days=days)).state


def turn(act, row, world, **said):
    return act(certificate_id=row.pk, actor=world.actor("bea"), **said)


def test_suspended_and_back_each_with_its_reason_kept_and_told(world, deliver_news):
    row = world.suspended(months=2)
    assert (row.state, row.suspended_code, row.suspended_reason) == (
        "suspended", "nonconformity", "The melt log is missing.",
    )  # fmt: skip
    assert standing(row) == "suspended"
    turn(services.reinstate, row, world, code="corrected", reason="The log is there.")
    back = again(row)
    assert (back.state, back.reinstated_code, back.reinstated_reason) == (
        "issued",
        "corrected",
        "The log is there.",
    )
    assert (back.valid_until, standing(row)) == (row.valid_until, "valid")
    turn(services.suspend, row, world, code="at_request", reason="A pause.")
    assert (again(row).suspended_code, again(row).reinstated_at) == ("at_request", None)
    assert [body["code"] for body in entries(row, "CertificateSuspended")] == ["nonconformity", "at_request"]
    assert [body["reason"] for body in entries(row, "CertificateReinstated")] == ["The log is there."]
    deliver_news()
    told = [
        notice.words.format_map(notice.values)
        for notice in Notice.objects.filter(user=world.cast.alice, url=f"/certificates/{row.pk}/").order_by(
            "pk"
        )
    ]
    assert told[1:] == [
        f"Certificate {row.number} for AlCu4Mg1 secondary is suspended; the reason is there.",
        f"Certificate {row.number} for AlCu4Mg1 secondary is reinstated; the reason is there.",
        f"Certificate {row.number} for AlCu4Mg1 secondary is suspended; the reason is there.",
    ]


def test_a_suspended_certificate_past_its_last_day_is_suspended_and_once_reinstated_expired(world):
    row = world.suspended(months=1)
    assert [standing(row, days) for days in (0, 40)] == ["suspended", "suspended"]
    turn(services.reinstate, row, world, code="other", reason="Settled.")
    assert [standing(row, days) for days in (0, 40)] == ["valid", "expired"]


@pytest.mark.parametrize("said", [{"code": "bad mood", "reason": "So."}, {"code": "misuse", "reason": "  "}])
def test_a_reason_is_one_of_the_list_and_has_words(world, said):
    row = world.issued()
    with pytest.raises(Invalid):
        turn(services.suspend, row, world, **said)
    assert again(row).state == "issued"


def test_a_suspended_certificate_can_be_withdrawn_and_keeps_its_suspension(world):
    row = world.suspended()
    turn(services.withdraw, row, world, reason="It stays missing.")
    gone = again(row)
    assert (gone.state, gone.suspended_code) == ("withdrawn", "nonconformity")
    assert events(row)[-2:] == ["CertificateSuspended", "CertificateWithdrawn"]


@pytest.mark.parametrize("state", ["refused", "withdrawn", "superseded"])
def test_the_database_lets_no_ended_certificate_come_back(world, state):
    row = getattr(world, state)()
    with pytest.raises(IntegrityError, match="has ended"), transaction.atomic():
        Certificate.objects.unscoped("test").filter(pk=row.pk).update(state="issued")


def test_the_database_keeps_how_it_ended_and_never_loses_a_number(world):
    row = world.withdrawn()
    rows = Certificate.objects.unscoped("test")
    with pytest.raises(IntegrityError, match="has ended"), transaction.atomic():
        rows.filter(pk=row.pk).update(withdrawn_reason="Something else.")
    with (
        pytest.raises(IntegrityError, match="never deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM certificates_certificate WHERE id = %s", [row.pk])
    assert rows.filter(pk=row.pk).exists()


def test_frozen_facts_are_never_deleted_though_they_have_no_number_yet(world):
    row = world.approved()
    assert row.number is None
    with pytest.raises(IntegrityError, match="facts are frozen"), transaction.atomic():
        Certificate.objects.unscoped("test").filter(pk=row.pk).delete()


def test_an_amendment_is_a_certificate_of_its_own_and_ends_the_old_one_when_it_is_issued(world, deliver_news):
    old = world.issued()
    new = world.amendment(old, until="approved")
    assert (new.replaces_id, new.amendment_reason) == (old.pk, "The limit of iron was printed wrongly.")
    assert (again(old).state, standing(old)) == ("issued", "valid")
    new = world.made(new)
    gone = again(old)
    assert (new.state, gone.state, gone.superseded_by_id) == ("issued", "superseded", new.pk)
    assert gone.superseded_at == new.issued_at
    assert new.number != old.number
    before, after = selectors.register_entry(old.number), selectors.register_entry(new.number)
    assert (before.state, before.superseded_by, before.replaces) == ("superseded", new.number, "")
    assert (after.state, after.superseded_by, after.replaces) == ("valid", "", old.number)
    assert entries(old, "CertificateSuperseded") == [
        {"certificate_id": str(old.pk), "number": old.number, "successor": new.number}
    ]
    assert events(new)[0] == "AmendmentStarted"
    deliver_news()
    told = [notice.words.format_map(notice.values) for notice in Notice.objects.filter(user=world.cast.pia)]
    assert f"Certificate {old.number} for AlCu4Mg1 secondary is being amended; the reason is there." in told
    assert f"Certificate {old.number} for AlCu4Mg1 secondary is superseded by {new.number}." in told


def test_a_chain_of_amendments_is_known_from_every_link(world):
    first = world.issued()
    second = world.amendment(first)
    third = world.amendment(second, reason="And the grade.")
    chain = [selectors.register_entry(row.number) for row in (first, second, third)]
    assert [(entry.state, entry.replaces, entry.superseded_by) for entry in chain] == [
        ("superseded", "", second.number),
        ("superseded", first.number, third.number),
        ("valid", second.number, ""),
    ]


def test_a_suspended_one_is_amended_too(world):
    old = world.suspended()
    assert world.amendment(old).state == "issued"
    assert again(old).state == "superseded"


def test_the_old_one_ends_in_the_commit_that_issues_the_new_one(world, monkeypatch):
    old = world.issued()
    new = world.amendment(old, until="approved")

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("apps.certificates.services.issuing.record", die)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            services.begin_issue(certificate_id=new.pk, actor=world.system())
    services.begin_issue(certificate_id=new.pk, actor=world.system())
    seal_id = services.active_seal(now=timezone.now()).row_id
    made = {"certificate_id": new.pk, "pdf_sha256": "a" * 64, "seal_id": seal_id, "actor": world.system()}
    with monkeypatch.context() as patch:
        patch.setattr("apps.certificates.services.issuing.record", die)
        with pytest.raises(KeyboardInterrupt):
            services.finish_issue(**made)
    assert (again(new).state, again(old).state) == ("issuing", "issued")
    assert entries(old, "CertificateSuperseded") == []
    services.finish_issue(**made)
    assert (again(new).state, again(old).state) == ("issued", "superseded")


def test_there_are_never_two_amendments_of_one_certificate_at_once(world):
    old = world.issued()
    first = world.amendment(old, until="requested")
    with pytest.raises(Conflict, match="already under way"):
        world.amendment(old)
    with pytest.raises(IntegrityError, match="certificates_one_amendment_of_each"), transaction.atomic():
        Certificate.objects.create(
            study=old.study, material=old.material, holder=old.holder, body=old.body,
            requested_by=old.requested_by, replaces=old, amendment_reason="Twice.",
        )  # fmt: skip
    services.evaluate(certificate_id=first.pk, actor=world.actor("emil"), evaluation="No.")
    services.refuse(certificate_id=first.pk, actor=world.actor("bea"), reasons="No need.")
    assert again(old).state == "issued"
    assert world.amendment(old).state == "issued"


def test_an_amendment_under_way_stands_beside_the_live_one_but_nothing_else_does(world):
    old = world.issued()
    world.amendment(old, until="evaluated")
    with pytest.raises(Conflict, match="already"):
        world.requested()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"holder": "hazel"}, "same study, material, holder and body"),
        ({"amendment_reason": ""}, "certificates_amendment_has_its_reason"),
    ],
)
def test_the_database_wants_an_amendment_to_be_of_the_same_and_with_a_reason(world, values, words):
    old = world.issued()
    named = {name: getattr(world.cast, value) if value else value for name, value in values.items()}
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        Certificate.objects.create(
            **{
                "study": old.study, "material": old.material, "holder": old.holder, "body": old.body,
                "requested_by": old.requested_by, "replaces": old, "amendment_reason": "A slip.",
            } | named
        )  # fmt: skip


def test_the_database_keeps_what_an_amendment_replaces_and_what_supersedes_what(world):
    old = world.issued()
    new = world.amendment(old)
    other = world.issued(by="hana")
    rows = Certificate.objects.unscoped("test")
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        rows.filter(pk=new.pk).update(amendment_reason="Something else.")
    with pytest.raises(IntegrityError, match="its own amendment only"), transaction.atomic():
        rows.filter(pk=other.pk).update(state="superseded", superseded_by=new, superseded_at=timezone.now())


@pytest.mark.parametrize("state", ["evaluated", "refused", "withdrawn", "superseded"])
def test_what_does_not_count_is_not_amended(world, state):
    row = getattr(world, state)()
    with pytest.raises(Conflict, match="can be amended"):
        world.amendment(row)


@pytest.mark.parametrize(("who", "refusal"), [("emil", NotAllowed), ("alice", NotAllowed), ("hana", Missing)])
def test_an_amendment_is_started_by_those_who_decide(world, who, refusal):
    row = world.issued()
    with pytest.raises(refusal):
        services.amend(certificate_id=row.pk, actor=world.actor(who), reason="A slip.")
    assert Certificate.objects.unscoped("test").count() == 1


def test_the_amendment_of_what_was_withdrawn_meanwhile_is_not_approved(world):
    old = world.issued()
    new = world.amendment(old, until="evaluated")
    turn(services.withdraw, old, world, reason="Gone.")
    with pytest.raises(Conflict, match="has changed"):
        turn(services.approve, new, world, reasons="Yes.", months=12)
    assert (again(new).state, again(new).facts) == ("evaluated", "")


def test_what_an_approved_amendment_is_about_to_supersede_is_not_withdrawn(world):
    old = world.issued()
    new = world.amendment(old, until="approved")
    with pytest.raises(Conflict, match="Its amendment is approved"):
        turn(services.withdraw, old, world, reason="Gone.")
    world.made(new)
    turn(services.withdraw, new, world, reason="Gone.")
    assert (again(old).state, again(new).state) == ("superseded", "withdrawn")


def test_an_amendment_that_cannot_be_made_leaves_the_old_one_as_it_is(world):
    old = world.issued()
    new = world.amendment(old, until="approved")
    Certificate.objects.unscoped("test").filter(pk=new.pk).update(attempts=5)
    services.note_trouble(certificate_id=new.pk, error="no ink", actor=world.system())
    assert (again(new).state, again(old).state) == ("failed", "issued")
    turn(services.withdraw, old, world, reason="Gone.")


def test_the_facts_say_what_is_replaced_why_and_what_changed(world):
    old = world.issued()
    world.cast.alder.name = "Alder Holding"
    world.cast.alder.save()
    world.cast.candidate.producer = ""
    world.cast.candidate.save()
    facts = json.loads(world.amendment(old, reason="The holder has a new name.").facts)
    assert facts["replaces"] == {
        "number": old.number,
        "reason": "The holder has a new name.",
        "changes": [
            {
                "fact": "Holder",
                "characteristic": "",
                "old": "Alder Metals",
                "new": "Alder Holding",
                "figures": False,
            },
            {"fact": "Producer", "characteristic": "", "old": "Alder", "new": "", "figures": False},
        ],
    }


def test_nothing_changed_but_days_and_hashes_is_an_empty_list_and_others_have_no_such_key(world):
    old = world.issued(months=12)
    assert "replaces" not in json.loads(old.facts)
    assert json.loads(world.amendment(old, months=24).facts)["replaces"]["changes"] == []
