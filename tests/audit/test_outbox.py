"""The outbox: a row exists, so the work will happen; once."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import Organisation
from apps.audit import outbox, tasks
from apps.audit.models import Delivery, Entry, Pulse
from apps.audit.services import next_number, record
from apps.core.actor import system_actor
from apps.core.events import REGISTRY, Event


@pytest.fixture
def heard(monkeypatch):
    """An event of this test, heard by one handler that counts and can be told to fail."""

    @dataclass(frozen=True, kw_only=True)
    class Rang(Event):
        about: ClassVar[str] = "bell"
        sentence: ClassVar[str] = "Rang."
        bell_id: str = "1"

    state = {"calls": 0, "fail": 0}

    def ring(news):
        state["calls"] += 1
        Organisation.objects.create(name=f"heard {news.entry_id}", kind="firm")
        if state["fail"]:
            state["fail"] -= 1
            raise ConnectionError("the bell is out of order")

    monkeypatch.setattr(outbox, "_HANDLERS", {"bell.ring": ring})
    monkeypatch.setattr(outbox, "_SUBSCRIBED", {Rang.name: ["bell.ring"]})
    yield Rang, state
    REGISTRY.pop(Rang.name)


def ring(event):
    with transaction.atomic():
        return record(event(), actor=system_actor()).pk


def effects():
    return Organisation.objects.filter(name__startswith="heard").count()


@pytest.mark.django_db
def test_an_entry_is_delivered_once_however_often_it_arrives(heard):
    entry = ring(heard[0])
    for _time in range(3):
        tasks.deliver(entry)
    assert (heard[1]["calls"], effects()) == (1, 1)


@pytest.mark.django_db
def test_a_handler_that_fails_leaves_nothing_and_is_tried_again(heard):
    event, state = heard
    state["fail"] = 1
    entry = ring(event)
    tasks.deliver(entry)
    left = Delivery.objects.get(entry=entry)
    assert (effects(), left.attempts, left.delivered_at) == (0, 1, None)
    assert "out of order" in left.last_error
    tasks.deliver(entry)
    assert effects() == 1


@pytest.mark.django_db
def test_a_handler_that_never_works_ends_dead_for_people_to_see(heard, client):
    event, state = heard
    state["fail"] = 99
    entry = ring(event)
    for _time in range(10):
        tasks.deliver(entry)
    dead = Delivery.objects.get(entry=entry)
    assert dead.dead_at
    assert state["calls"] == outbox.MOST_ATTEMPTS
    assert client.get("/health/ready").json()["dead_deliveries"] is True


@pytest.mark.django_db
def test_the_sweeper_finds_what_was_left_behind(heard):
    ring(heard[0])
    assert outbox.due(now=timezone.now()) == []
    Delivery.objects.update(due_at=timezone.now() - timedelta(seconds=30))
    tasks.sweep()
    assert effects() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.worker
def test_a_broker_that_is_down_costs_no_work(heard, monkeypatch):
    monkeypatch.setattr(
        tasks.deliver, "delay", lambda _pk: (_ for _ in ()).throw(ConnectionError("no broker"))
    )
    entry = ring(heard[0])
    assert Delivery.objects.filter(entry=entry, delivered_at=None).exists()


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_told(heard):
    class StopError(Exception):
        pass

    with pytest.raises(StopError), transaction.atomic():
        record(heard[0](), actor=system_actor())
        raise StopError
    assert not Entry.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_run_a_handler_once(heard):
    entry = ring(heard[0])
    barrier = threading.Barrier(4)

    def work():
        barrier.wait()
        tasks.deliver(entry)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert effects() == 1


@pytest.mark.django_db
def test_a_heartbeat_shows_on_the_health_page(client):
    assert client.get("/health/ready").json()["worker"] is False
    tasks.heartbeat()
    assert client.get("/health/ready").json() == {"database": True, "worker": True, "dead_deliveries": False}
    Pulse.objects.update(beat_at=timezone.now() - timedelta(minutes=4))
    assert client.get("/health/ready").json()["worker"] is False


@pytest.mark.django_db(transaction=True)
def test_register_numbers_have_no_gap_and_no_double():
    taken, barrier = [], threading.Barrier(5)

    def take():
        barrier.wait()
        for turn in range(6):
            try:
                with transaction.atomic():
                    number = next_number("test")
                    if turn % 3 == 2:
                        raise RuntimeError
                    taken.append(number)
            except RuntimeError:
                continue
        connection.close()

    threads = [threading.Thread(target=take) for _number in range(5)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(taken) == list(range(1, len(taken) + 1))


@pytest.mark.django_db
def test_personal_parts_can_be_erased_and_the_chain_still_holds():
    from apps.accounts.events import KeyMade
    from apps.audit import selectors
    from apps.audit.models import PersonalPart
    from apps.audit.rules import first_fault

    with transaction.atomic():
        entry = record(
            KeyMade(organisation_id="a", label="x"), actor=system_actor(), personal={"email": "a@b.example"}
        )
    assert "a@b.example" not in entry.payload
    PersonalPart.objects.all().delete()
    assert first_fault(selectors.all_rows(), selectors.heads()) == (None, 1)
