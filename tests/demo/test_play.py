"""The whole story, played through the services with a real worker: the longest integration test."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.accounts.models import User
from apps.accounts.selectors import actor_of, live_memberships
from apps.audit.models import Delivery, Entry
from apps.certificates.models import Certificate
from apps.changes.models import Report
from apps.core.canonical import sha256
from apps.demo.people import ALICE, EVE, HANA, IVY, SHOWN
from tests.workers import own_broker, running_worker

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def actor(person):
    return actor_of(live_memberships(User.objects.get(email=person.email)).get())


def test_the_demonstration_plays_once_and_leaves_a_true_record(settings, tmp_path, client):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    call_command("load_reference", stdout=io.StringIO())
    told = io.StringIO()
    with own_broker(), running_worker(mail=tmp_path / "mail"):
        call_command("play_demo", json=True, stdout=told, stderr=io.StringIO())
        first = json.loads(told.getvalue())
        entries = Entry.objects.count()
        call_command("play_demo", json=True, stdout=io.StringIO(), stderr=io.StringIO())
    assert Entry.objects.filter(event="demo.DemonstrationPlayed").count() == 1
    assert Entry.objects.exclude(event__startswith="certificates.").count() <= entries

    certificate = Certificate.objects.unscoped("test").filter(state="issued").earliest("numbered_at")
    assert sha256(Path(first["pdf"]).read_bytes()) == certificate.pdf_sha256
    page = client.get(first["verification"].removeprefix(settings.SITE_URL))
    assert page.status_code == 200
    assert certificate.number in page.content.decode()

    out = io.StringIO()
    call_command("verify_audit", json=True, stdout=out)
    assert json.loads(out.getvalue())["holds"] is True
    assert not Delivery.objects.exclude(dead_at=None).exists()

    assert len(first["people"]) == len(SHOWN)
    for person in SHOWN:
        client.force_login(User.objects.get(email=person.email))
        assert client.get("/").status_code == 200
    seen = {
        person.key: set(Report.objects.visible_to(actor(person)).values_list("owner__name", flat=True))
        for person in (ALICE, HANA, IVY, EVE)
    }
    assert seen["eve"] == set()
    assert {"Alder Metals", "Hazel Aerostructures"} == seen["ivy"] == seen["hana"]
    assert seen["alice"] == {"Alder Metals"}
