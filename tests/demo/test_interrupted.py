"""A demonstration that is cut off goes on with the next start, and ends with everything once."""

import io
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from apps.audit.models import Delivery
from apps.certificates.models import Certificate
from apps.demo import steps, story
from apps.demo.events import StepPlayed
from tests.demo.stage import census, ordered_papers, play, uninterrupted, worker_by_hand
from tests.workers import ROOT, own_broker, running_worker, wait_until

STEPS = [step.name for act in story.ACTS for step in act.steps()]
KILLED_AFTER = ("members and laboratories are invited", "the certificate is approved")
"""The step after which the power goes: while the worker sends mail, and while it makes the certificate."""


class Cut(BaseException):
    """What Ctrl-C or a lost machine is to a program."""


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


def each_once():
    """Tell that every step stands in the trail once, in the order of the story."""
    marks = steps.record_of("demonstration:first", events=frozenset({StepPlayed.name}), most=1000).rows
    return [line.body["step"] for line in reversed(marks)] == STEPS


def cut_off_until_it_ends():
    """Play, be cut off, play on; give how often that happened."""
    cuts = 0
    while True:
        try:
            play()
        except Cut:
            cuts += 1
        else:
            return cuts


def test_its_steps_have_names_of_their_own():
    assert len(set(STEPS)) == len(STEPS) > 50


@pytest.mark.django_db
def test_cut_off_after_every_step_it_ends_as_if_nothing_had_been(monkeypatch):
    expected = uninterrupted()
    perform = story.perform

    def cut_after(step, told):
        perform(step, told)
        raise Cut

    call_command("load_reference", stdout=io.StringIO())
    monkeypatch.setattr(story, "perform", cut_after)
    with worker_by_hand():
        assert cut_off_until_it_ends() == len(STEPS)
    assert each_once()
    assert census() == expected


@pytest.mark.django_db
def test_cut_off_at_the_end_of_every_step_before_it_is_kept_it_ends_as_if_nothing_had_been(monkeypatch):
    expected = uninterrupted()
    record, seen = steps.record, set()

    def cut_before(event, *, actor):
        name = getattr(event, "step", event.name)
        if name not in seen:
            seen.add(name)
            raise Cut
        return record(event, actor=actor)

    call_command("load_reference", stdout=io.StringIO())
    monkeypatch.setattr(steps, "record", cut_before)
    with worker_by_hand():
        assert cut_off_until_it_ends() == len(STEPS) + 2  # its first word and its last
    assert each_once()
    assert census() == expected


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_killed_with_its_worker_twice_it_ends_as_if_nothing_had_been(settings, tmp_path):
    expected = uninterrupted()
    call_command("load_reference", stdout=io.StringIO())
    with own_broker():
        for step in KILLED_AFTER:
            with running_worker(mail=tmp_path / "mail") as worker, player(tmp_path) as process:
                wait_until(lambda last=step: last in steps.marks(), seconds=100, every=0.02)
                process.kill()
                worker.kill()
        with running_worker(mail=tmp_path / "mail"), player(tmp_path) as process:
            assert process.wait(120) == 0
            wait_until(
                lambda: not Delivery.objects.filter(delivered_at=None).exists() and not ordered_papers()
            )
    assert each_once()
    assert census() == expected
    assert Certificate.objects.unscoped("test").exclude(number=None).count() == 2


def player(folder):
    """Start the demonstration as a program of its own, on this test's database."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "WORKER_DATABASE": connection.settings_dict["NAME"],
        "WORKER_TIME_LIMIT": "20",
        "WORKER_SWEEP": "1",
        "WORKER_MAIL": str(folder / "mail"),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "play_demo"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
