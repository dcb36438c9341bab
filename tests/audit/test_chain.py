"""The trail: chained by the database, refused to change, checked by a verifier that names the first fault."""

import io
import json
import threading

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from apps.accounts.events import KeyMade
from apps.audit import selectors
from apps.audit.models import Entry
from apps.audit.rules import check_export, first_fault
from apps.audit.services import record
from apps.core.actor import system_actor


def write(count: int, chain: str = "a") -> None:
    for number in range(count):
        with transaction.atomic():
            record(KeyMade(organisation_id=chain, label=f"ğ {number}"), actor=system_actor())


def check() -> tuple[object, int]:
    return first_fault(selectors.all_rows(), selectors.heads())


@pytest.mark.django_db
def test_a_written_chain_holds() -> None:
    write(5, "a")
    write(3, "b")
    assert check() == (None, 8)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET actor = acting_for", "DELETE FROM audit_entry"]
)
def test_the_database_refuses_to_change_an_entry(statement: str) -> None:
    write(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.count() == 1


TAMPERING = {
    "UPDATE audit_entry SET payload = replace(payload, 'ğ 2', 'ğ 9') WHERE seq = 3": (3, "hash"),
    "DELETE FROM audit_entry WHERE seq = 2": (2, "missing"),
    "DELETE FROM audit_entry WHERE seq = 5": (5, "newest"),
    "UPDATE audit_entry SET subject = 'x' WHERE seq = 4": (4, "columns"),
    "UPDATE audit_entry SET prev = repeat('0', 64) WHERE seq = 4": (4, "follow"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("statement", TAMPERING)
def test_the_verifier_names_the_first_entry_broken_behind_the_triggers(statement: str) -> None:
    write(5)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = replica; {statement}")
    fault, _count = check()
    seq, words = TAMPERING[statement]
    assert (fault.seq, words in fault.reason) == (seq, True)
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=io.StringIO())


@pytest.mark.django_db
def test_an_export_is_checked_without_a_database() -> None:
    write(4)
    export = io.StringIO()
    call_command("export_audit", stdout=export)
    lines = export.getvalue().splitlines()
    assert check_export(lines) == (None, 4)
    fault, _count = check_export([line.replace("ğ 1", "ğ 8") for line in lines])
    assert fault.seq == 2


@pytest.mark.django_db
def test_the_command_tells_scripts_in_json() -> None:
    write(2)
    out = io.StringIO()
    call_command("verify_audit", json=True, stdout=out)
    assert json.loads(out.getvalue()) == {"entries": 2, "holds": True, "first_broken": None}


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(KeyMade(organisation_id="a", label="x"), actor=system_actor())


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_fork_no_chain() -> None:
    barrier = threading.Barrier(6)

    def writer() -> None:
        barrier.wait()
        write(10)
        connection.close()

    threads = [threading.Thread(target=writer) for _number in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert check() == (None, 60)


@pytest.mark.django_db
def test_a_changed_personal_part_is_named_and_an_erased_one_is_not():
    from apps.audit.models import PersonalPart

    with transaction.atomic():
        record(
            KeyMade(organisation_id="a", label="x"), actor=system_actor(), personal={"email": "a@b.example"}
        )
    call_command("verify_audit", stdout=io.StringIO())
    PersonalPart.objects.update(value="c@d.example")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=out)
    assert "personal part “email” was changed" in out.getvalue()
    PersonalPart.objects.all().delete()
    call_command("verify_audit", stdout=io.StringIO())
