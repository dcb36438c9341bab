"""A real worker, killed at any instant: every approved certificate is issued exactly once."""

import random
import time
from collections import Counter
from types import SimpleNamespace

import pytest

from apps.audit import selectors as audit
from apps.audit.models import Entry
from apps.audit.rules import first_fault
from apps.certificates import selectors, services
from apps.certificates.handlers import send_to_print
from apps.certificates.models import Certificate, CredentialKey, Letter, StatusEntry
from apps.certificates.rules.numbers import read_number
from apps.certificates.selectors import pdf_path
from apps.core.canonical import sha256
from tests.certificates.post_office import open_post_office
from tests.certificates.twin.stranger import verified
from tests.certificates.world import LABS, World
from tests.workers import UNREACHABLE, own_broker, publishing_to, running_worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
CERTIFICATES, KILLS = 5, 3


def rows():
    return list(Certificate.objects.unscoped("test").order_by("created_at"))


def states():
    return Counter(row.state for row in rows())


def check_made_once(count):
    made = rows()
    assert [row.state for row in made] == ["issued"] * count
    places = sorted(int(row.number.split("-")[2]) for row in made)
    assert places == list(range(1, count + 1))
    assert all(read_number(row.number).number == row.number for row in made)
    for row in made:
        entries = Entry.objects.filter(chain=f"certificate:{row.pk}").values_list("event", flat=True)
        told = Counter(name.split(".")[1] for name in entries)
        assert (told["CertificateNumbered"], told["CertificateIssued"]) == (1, 1)
        assert sha256(pdf_path(row).read_bytes()) == row.pdf_sha256
    assert StatusEntry.objects.count() == count
    fault, _count = first_fault(audit.all_rows(), audit.heads())
    assert fault is None


def test_killed_at_any_instant_it_issues_each_certificate_exactly_once(cast):
    seed = random.randrange(10**6)  # noqa: S311 - a test's chance
    chance = random.Random(seed)  # noqa: S311 - printed, so that it can be repeated
    print(f"seed {seed}")  # noqa: T201 - pytest shows it when the test fails
    with own_broker():
        for number in range(CERTIFICATES):
            World(cast, title=f"Study {number}").approved()
        for _round in range(KILLS):
            with running_worker(time_limit=12) as worker:
                pause = chance.uniform(0, 3)
                time.sleep(pause)
                worker.kill()
                print(f"killed {pause:.2f} s after it was ready: {dict(states())}")  # noqa: T201 - as above
        with running_worker(time_limit=12) as worker:
            wait_until(lambda: states()["issued"] + states()["failed"] == CERTIFICATES, 120)
            print({row.number: row.attempts for row in rows()})  # noqa: T201 - as above
        check_made_once(CERTIFICATES)


def test_the_worker_makes_the_key_and_a_stranger_verifies_the_credential(cast, client):
    with own_broker():
        row = World(cast).approved()
        with running_worker():
            send_to_print(str(row.pk))
            wait_until(lambda: states()["issued"] == 1 and CredentialKey.objects.exists(), 60)
    (made,) = rows()
    asked = client.get(f"/api/v1/verify/{made.number}/credential", {"h": made.facts_sha256[:16]})
    said = verified(asked.content.decode(), client.get("/.well-known/did.json").json())
    digest = said["credentialSubject"]["conformityCertificate"]["hashDigest"]
    assert digest == sha256(pdf_path(made).read_bytes())


def test_a_broker_that_is_down_at_approval_costs_nothing_but_time(cast):
    with own_broker():
        world = World(cast)
        row = world.evaluated()
        with publishing_to(UNREACHABLE):
            services.approve(certificate_id=row.pk, actor=world.actor("bea"), reasons="Carried.", months=12)
        assert states() == {"approved": 1}
        with running_worker():
            wait_until(lambda: states()["issued"] == 1, 60)
        check_made_once(1)


def test_killed_at_any_instant_letters_and_batches_are_finished_and_none_is_doubled_in_the_record(
    cast, monkeypatch
):
    seed = random.randrange(10**6)  # noqa: S311 - a test's chance
    chance = random.Random(seed)  # noqa: S311 - printed, so that it can be repeated
    print(f"seed {seed}")  # noqa: T201 - pytest shows it when the test fails
    with own_broker(), open_post_office() as office:
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{office.port}")
        worlds = [World(cast, title=f"Study {number}") for number in range(3)]
        worlds.append(World(cast, labs=LABS[:2], title="Of too few"))
        with publishing_to(UNREACHABLE):
            batch = services.order_batch(
                certificate_ids=[world.evaluated().pk for world in worlds],
                actor=worlds[0].actor("bea"),
                reasons="Carried.",
                months=12,
            )
        for _round in range(KILLS - 1):
            with running_worker(time_limit=12) as worker:
                time.sleep(chance.uniform(0, 3))
                worker.kill()
        with running_worker(time_limit=12):
            wait_until(lambda: told(batch).finished, 120)
            wait_until(
                lambda: (
                    not Letter.objects.exclude(state="handed_over").exists() and Letter.objects.count() == 6
                ),
                120,
            )
    assert (told(batch).issued, told(batch).blocked) == (3, 1)
    assert [line.blocked_because[:8] for line in told(batch).lines if line.blocked_because] == ["The data"]
    approved = Entry.objects.filter(event="certificates.CertificationApproved")
    assert approved.count() == approved.values("chain").distinct().count() == 3
    handed_over = Entry.objects.filter(event="certificates.LetterHandedOver")
    assert handed_over.count() == handed_over.values("chain").distinct().count() == 6
    sent = {
        mail["Message-ID"] for mail in office.letters
    }  # a double, which SMTP cannot rule out, has the same
    assert sent == set(Letter.objects.values_list("message_id", flat=True))
    fault, _count = first_fault(audit.all_rows(), audit.heads())
    assert fault is None


def told(batch):
    return selectors.batch_for(SimpleNamespace(organisation_id=batch.body_id), batch.pk)
