"""A repeated POST does its work once: killed half-way, sent by many at once, failed, refused, long ago."""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.accounts.models import RememberedAnswer
from apps.accounts.services import note_out_of_scope
from apps.accounts.tasks import forget_answers
from apps.audit.models import Entry
from apps.consortia import services
from apps.consortia.models import Invitation
from apps.core.errors import Conflict, Missing

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
INVITE = {"organisation_name": "Kestrel", "email": "kim@kestrel.example"}
KEY = {"Idempotency-Key": "a"}


@pytest.fixture
def path(cast):
    return f"/api/v1/consortia/{cast.consortium.pk}/invitations/"


def send(cast, path, body=INVITE, key="a", who="iris", **client):
    sender = Client(**client)
    sender.force_login(cast.people[who])
    return sender.post(path, body, content_type="application/json", headers={"Idempotency-Key": key})


def sent():
    return Invitation.objects.unscoped("test").count()


# --- Killed -----------------------------------------------------------------------------------------

# A process that does the work of one request, tells where it stands, and waits there to be killed.
PROGRAM = """
import sys, time
import django
from django.conf import settings

database, path, body, instant = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
django.setup()
from django.test import Client
from apps.accounts.models import RememberedAnswer, User
from apps.consortia import services

invite, create = services.invite, RememberedAnswer.objects.create


def wait():
    print("here", flush=True)
    time.sleep(120)


def invited(**said):
    if instant == "before the work":
        wait()
    made = invite(**said)
    if instant == "after the work":
        wait()
    return made


def remembered(**said):
    made = create(**said)
    if instant == "before the commit":
        wait()
    return made


services.invite, RememberedAnswer.objects.create = invited, remembered
client = Client()
client.force_login(User.objects.get(email="iris@oak.example"))
answer = client.post(path, body, content_type="application/json", headers={"Idempotency-Key": "a"})
if instant == "after the commit":
    wait()
"""


@contextmanager
def stopped_at(instant, path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "consortium.settings"}
    said = [connection.settings_dict["NAME"], path, json.dumps(INVITE), instant]
    command = [sys.executable, "-c", PROGRAM, *said]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "here\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "instant", ["before the work", "after the work", "before the commit", "after the commit"]
)
def test_a_request_that_was_killed_is_done_once_by_its_repeat(cast, path, instant):
    with stopped_at(instant, path) as process:
        if instant != "after the commit":
            assert send(cast, path).status_code == 409  # under way
        process.kill()
        process.wait()
        end = time.monotonic() + 20
        while (answer := send(cast, path)).status_code == 409 and time.monotonic() < end:
            time.sleep(0.05)  # until the database has noticed
    assert (answer.status_code, sent()) == (201, 1)
    assert ("Idempotent-Replay" in answer.headers) == (instant == "after the commit")
    assert send(cast, path).json() == answer.json()
    assert Entry.objects.filter(event="consortia.InvitationSent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_repeats_at_once_of_what_was_killed_do_it_once(cast, path):
    with stopped_at("before the commit", path) as process:
        process.kill()
        process.wait()
    barrier, seen = threading.Barrier(8), []

    def repeat():
        barrier.wait()
        try:
            for _time in range(100):
                answer = send(cast, path)
                if answer.status_code != 409:
                    break
                time.sleep(0.05)
            seen.append((answer.status_code, answer.json()["id"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=repeat) for _number in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(seen) == 8
    assert set(seen) == {(201, str(Invitation.objects.unscoped("test").get().pk))}


# --- Failed, refused --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_fault_leaves_neither_work_nor_claim(cast, path, monkeypatch):
    invite = services.invite

    def broken(**said):
        invite(**said)
        raise RuntimeError

    monkeypatch.setattr(services, "invite", broken)
    assert send(cast, path, raise_request_exception=False).status_code == 500
    assert (sent(), RememberedAnswer.objects.count()) == (0, 0)
    monkeypatch.undo()
    assert send(cast, path).status_code == 201


def test_what_is_refused_now_is_judged_anew_later(cast, path, monkeypatch):
    def refuse(**_said):
        raise Conflict("not yet")

    monkeypatch.setattr(services, "invite", refuse)
    assert send(cast, path).status_code == 409
    monkeypatch.undo()
    assert send(cast, path, {"email": "no"}).status_code == 400
    assert not RememberedAnswer.objects.exists()
    assert send(cast, path).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_a_refusal_with_a_key_leaves_in_the_trail_what_it_leaves_without(cast, path, monkeypatch):
    def refuse(*, actor, **_said):
        note_out_of_scope(actor=actor, kind="consortium", object_id=cast.consortium.pk)
        raise Missing("")

    monkeypatch.setattr(services, "invite", refuse)
    assert send(cast, path).status_code == 404
    assert Entry.objects.filter(event="accounts.RefusedOutOfScope").count() == 1


def test_a_key_that_is_too_long_is_refused_and_not_cut(cast, path):
    assert send(cast, path, key="k" * 121).status_code == 422
    assert send(cast, path, key="k" * 120).status_code == 201
    assert sent() == 1


def test_a_session_with_its_token_sends_json_with_a_key(cast, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.iris)
    token = str(client.get("/consortia/").context["csrf_token"])
    headers = KEY | {"X-CSRFToken": token}
    first, again = (
        client.post(path, INVITE, content_type="application/json", headers=headers) for _time in range(2)
    )
    assert (first.status_code, again.json(), sent()) == (201, first.json(), 1)
    assert client.post(path, INVITE, content_type="application/json", headers=KEY).status_code == 403


def test_a_post_without_an_answer_is_repeated_without_one(cast, path):
    made = send(cast, path, key="make").json()["id"]
    first, again = (send(cast, f"/api/v1/invitations/{made}/revoke/", {}, key="r") for _time in range(2))
    assert (first.status_code, again.status_code, again.content) == (204, 204, b"")


# --- Long ago ---------------------------------------------------------------------------------------


def test_old_answers_are_forgotten_and_the_others_kept(cast, path):
    for key, days in (("old", 8), ("young", 6)):
        body = INVITE | {"email": f"{key}@kestrel.example"}
        assert send(cast, path, body, key=key).status_code == 201
        age = timezone.now() - timedelta(days=days)
        RememberedAnswer.objects.filter(key=key).update(created_at=age)
    forget_answers()
    assert list(RememberedAnswer.objects.values_list("key", flat=True)) == ["young"]


def test_the_clock_forgets(settings):
    assert "apps.accounts.tasks.forget_answers" in {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
