"""Made exactly once, wherever the worker dies and however often it is asked."""

import errno
import json
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import weasyprint
from django.db import connection
from django.utils import timezone

from apps.audit.models import Delivery, Entry
from apps.certificates import selectors, services, tasks
from apps.certificates.documents import archive, paper
from apps.certificates.models import Certificate, IssuedFile, SealKey
from apps.certificates.selectors import pdf_path
from apps.core.canonical import sha256
from apps.core.errors import Conflict
from apps.notifications.models import Notice
from tests.certificates.world import World, again
from tests.workers import UNREACHABLE, publishing_to

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What no handler catches, as a kill -9 is not caught."""


def issued_entries(row):
    return Entry.objects.filter(chain=f"certificate:{row.pk}", event="certificates.CertificateIssued").count()


def time_passes(row, seconds=3600):
    Certificate.objects.unscoped("test").filter(pk=row.pk).update(
        due_at=timezone.now() - timedelta(seconds=seconds)
    )


def test_it_binds_a_number_stores_the_file_under_its_hash_and_tells_it(world):
    row = world.issued()
    year = timezone.localdate().year
    assert row.number.startswith(f"CC-{year}-000001-")
    assert (row.state, row.attempts, row.due_at) == ("issued", 1, None)
    assert sha256(pdf_path(row).read_bytes()) == row.pdf_sha256
    assert list(pdf_path(row).parent.iterdir()) == [pdf_path(row)]


def test_numbers_follow_each_other_and_begin_anew_each_year(cast, quick_paper, quiet_press):
    numbers = [World(cast, title=str(at)).issued().number for at in range(3)]
    assert [number.split("-")[2] for number in numbers] == ["000001", "000002", "000003"]
    world = World(cast)
    row = world.approved()
    actor = world.system().at(timezone.now().replace(year=timezone.now().year + 1))
    begun = services.begin_issue(certificate_id=row.pk, actor=actor)
    assert begun.number.split("-")[1:3] == [str(timezone.now().year + 1), "000001"]


@pytest.mark.parametrize(
    "where",
    [
        "apps.certificates.tasks.services.begin_issue",
        "apps.certificates.documents.release.released",
        "apps.certificates.documents.archive.os.fsync",
        "apps.certificates.documents.archive.keep",
        "apps.certificates.tasks.services.finish_issue",
        "apps.certificates.services.issuing.record",
    ],
)
def test_killed_anywhere_it_is_finished_later_under_the_same_number(world, monkeypatch, where):
    row = world.approved()

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, die)
        with pytest.raises(Killed):
            tasks.issue(str(row.pk))
    left = again(row)
    assert left.state in {"approved", "issuing"}
    time_passes(row)
    tasks.issue(str(row.pk))
    made = again(row)
    assert made.state == "issued"
    assert made.number.split("-")[2] == "000001"
    assert left.number in {None, made.number}
    assert issued_entries(row) == 1
    assert sha256(pdf_path(made).read_bytes()) == made.pdf_sha256


def test_asked_again_after_it_is_issued_it_does_nothing(world):
    row = world.issued()
    tasks.issue(str(row.pk))
    assert issued_entries(row) == 1
    assert again(row).attempts == 1


def test_while_one_worker_is_at_it_another_leaves_it_alone(world):
    row = world.approved()
    assert services.begin_issue(certificate_id=row.pk, actor=world.system()) is not None
    assert services.begin_issue(certificate_id=row.pk, actor=world.system()) is None
    time_passes(row)
    assert services.begin_issue(certificate_id=row.pk, actor=world.system()).number == again(row).number


def test_of_two_that_finish_the_first_wins(world):
    row = world.approved()
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    seal = services.active_seal(now=timezone.now()).row_id
    made = {"certificate_id": row.pk, "seal_id": seal, "actor": world.system()}
    assert services.finish_issue(pdf_sha256="a" * 64, **made)
    assert not services.finish_issue(pdf_sha256="b" * 64, **made)
    assert list(IssuedFile.objects.values_list("sha256", flat=True)) == ["a" * 64]
    assert again(row).pdf_sha256 == "a" * 64


@pytest.mark.parametrize("error", [ValueError("no ink"), MemoryError()])
def test_trouble_is_written_down_and_after_five_attempts_the_number_is_void(world, monkeypatch, error):
    row = world.approved()

    def fail(_printing, _seal):
        raise error

    monkeypatch.setattr("apps.certificates.documents.release.released", fail)
    for attempt in range(1, 6):
        assert again(row).state == ("approved" if attempt == 1 else "issuing")
        tasks.issue(str(row.pk))
        assert again(row).attempts == attempt
        time_passes(row) if attempt < 5 else None
    void = again(row)
    assert (void.state, void.pdf_sha256) == ("failed", "")
    assert repr(error) in void.last_error
    assert void.number.split("-")[2] == "000001"
    assert selectors.register_entry(void.number) is None
    tasks.issue(str(row.pk))
    assert again(row).attempts == 5


def test_without_a_seal_nothing_is_numbered_and_no_attempt_is_lost(world, settings, tmp_path):
    row = world.approved()
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no seal")
    settings.SEAL_PATH, right = wrong, settings.SEAL_PATH
    for _turn in range(6):
        tasks.issue(str(row.pk))
    assert (again(row).state, again(row).attempts, again(row).number) == ("approved", 0, None)
    assert "no private key" in again(row).last_error
    settings.SEAL_PATH = right
    tasks.issue(str(row.pk))
    assert (again(row).state, again(row).attempts) == ("issued", 1)


def test_what_made_the_paper_stands_in_the_record(world):
    row = world.approved()
    tasks.issue(str(row.pk))
    entry = Entry.objects.get(chain=f"certificate:{row.pk}", event="certificates.CertificateIssued")
    made_with = json.loads(entry.payload)["body"]["made_with"]
    assert re.match(r"paper [0-9a-f]{16}, weasyprint \d", made_with)
    assert f"weasyprint {weasyprint.__version__}" in made_with


def test_all_that_the_paper_includes_counts_as_the_paper():
    folder, seen, waiting = Path("templates/certificates"), set(), {"paper.html"}
    while waiting:
        seen.add(name := waiting.pop())
        waiting |= set(re.findall(r'include "certificates/([^"]+)"', (folder / name).read_text())) - seen
    assert seen == set(paper.TEMPLATES)


def test_a_document_that_kills_its_worker_each_time_ends_void(world):
    row = world.approved()
    for _attempt in range(5):
        assert services.begin_issue(certificate_id=row.pk, actor=world.system())
        time_passes(row)
    assert services.begin_issue(certificate_id=row.pk, actor=world.system()) is None
    assert again(row).state == "failed"
    assert "lost" in again(row).last_error


def test_a_forbidden_address_in_the_paper_is_trouble_not_a_crash(world, monkeypatch):
    from apps.core.pdf import render_pdf

    row = world.approved()
    html = '<html><body><img src="http://169.254.169.254/"/></body></html>'
    monkeypatch.setattr(
        "apps.certificates.documents.release.released",
        lambda printing, _seal: render_pdf(
            html, stylesheets=[], identifier=b"0" * 16, created=printing.numbered_at, title="x", lang="en"
        ),
    )
    tasks.issue(str(row.pk))
    assert "ForbiddenAddressError" in again(row).last_error


def test_trouble_after_it_is_done_changes_nothing(world):
    row = world.issued()
    services.note_trouble(certificate_id=row.pk, error="late", actor=world.system())
    assert (again(row).state, again(row).last_error) == ("issued", "")


def test_news_of_the_approval_sends_it_to_print(
    cast, quick_paper, monkeypatch, deliver_news, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(tasks.issue, "delay", sent.append)
    row = World(cast).approved()
    with django_capture_on_commit_callbacks(execute=True):
        deliver_news()
    assert sent == [str(row.pk)]


def test_a_broker_that_is_down_does_not_hold_up_the_news(
    cast, quick_paper, deliver_news, django_capture_on_commit_callbacks
):
    World(cast).approved()
    with publishing_to(UNREACHABLE), django_capture_on_commit_callbacks(execute=True):
        deliver_news()
    assert not Delivery.objects.filter(delivered_at=None).exists()


def test_the_sweeper_queues_what_was_left_and_leaves_what_is_waiting_its_place(world, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.issue, "delay", sent.append)
    row = world.approved()
    tasks.sweep()
    assert sent == []  # its news may still come
    time_passes(row)
    tasks.sweep()
    tasks.sweep()
    assert sent == [str(row.pk)]
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    tasks.sweep()
    assert len(sent) == 1
    time_passes(row)
    tasks.sweep()
    assert len(sent) == 2


def test_the_sweeper_removes_what_dead_workers_left_in_the_folder(world, settings):
    folder = settings.MEDIA_ROOT / "certificates"
    world.issued()
    old = folder / "tmpx.part"
    old.write_bytes(b"half")
    archive.tidy(now=timezone.now())
    assert old.exists()
    archive.tidy(now=timezone.now() + timedelta(days=2))
    assert [path.suffix for path in folder.iterdir()] == [".pdf"]


def test_a_damaged_or_missing_file_is_not_given_out(world):
    row = world.issued()
    assert sha256(archive.read(row)) == row.pdf_sha256
    pdf_path(row).write_bytes(b"other")
    assert archive.read(row) is None
    pdf_path(row).unlink()
    assert archive.read(row) is None
    assert archive.read(Certificate(pdf_sha256="")) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_certificate_make_it_once(cast, quick_paper, quiet_press, monkeypatch):
    monkeypatch.setattr("apps.certificates.services.issuing.lease", lambda: timedelta(0))
    world = World(cast)
    row = world.approved()
    together, trouble = threading.Barrier(4), []

    def work():
        try:
            together.wait()
            tasks.issue(str(row.pk))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    assert again(row).state == "issued"
    assert issued_entries(row) == 1
    assert Entry.objects.filter(event="certificates.CertificateNumbered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one(cast, quick_paper, quiet_press):
    world = World(cast)
    together, answers = threading.Barrier(2), []

    def ask():
        actor = world.actor("alice")
        together.wait()
        try:
            services.request_certification(
                study_id=world.study.pk, material_id=cast.candidate.pk, body_id=cast.birch.pk, actor=actor
            )
            answers.append("made")
        except Conflict:
            answers.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["conflict", "made"]


def told(person):
    return [
        notice.words.format_map(notice.values)
        for notice in Notice.objects.filter(user=person, url__startswith="/certificates/").order_by("pk")
    ]


def test_people_are_told_what_concerns_them(world, deliver_news):
    row = world.requested()
    deliver_news()
    assert told(world.cast.emil) == ["Alder Metals asks to certify AlCu4Mg1 secondary."]
    services.evaluate(certificate_id=row.pk, actor=world.actor("emil"), evaluation="All there.")
    deliver_news()
    assert told(world.cast.bea) == ["AlCu4Mg1 secondary of Alder Metals is evaluated; the decision is yours."]
    services.approve(certificate_id=row.pk, actor=world.actor("bea"), reasons="Yes.", months=12)
    tasks.issue(str(row.pk))
    services.withdraw(certificate_id=row.pk, actor=world.actor("bea"), reason="Changed.")
    deliver_news()
    number = again(row).number
    expected = [
        f"Certificate {number} for AlCu4Mg1 secondary is issued.",
        f"Certificate {number} for AlCu4Mg1 secondary was withdrawn.",
    ]
    assert told(world.cast.alice) == told(world.cast.pia) == expected
    assert told(world.cast.bob) == told(world.cast.hana) == []


def test_the_holder_is_told_of_a_refusal_and_of_a_failure(world, deliver_news):
    world.refused()
    row = world.approved()
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    Certificate.objects.unscoped("test").filter(pk=row.pk).update(attempts=5)
    services.note_trouble(certificate_id=row.pk, error="no ink", actor=world.system())
    deliver_news()
    assert told(world.cast.alice) == [
        "The certification of AlCu4Mg1 secondary was refused; the reasons are there.",
        "The certificate for AlCu4Mg1 secondary could not be made; its number is void.",
    ]


def test_a_full_disk_costs_neither_number_nor_attempt_and_is_not_filled_further(world, monkeypatch, settings):
    row = world.approved()

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("apps.certificates.documents.archive.os.fsync", full)
        for _again in range(7):  # more often than a certificate has attempts
            Certificate.objects.unscoped("the time passes").filter(pk=row.pk).update(due_at=None)
            tasks.issue(str(row.pk))
    waiting = again(row)
    assert (waiting.state, waiting.attempts) == ("issuing", 0)
    assert "No space left" in waiting.last_error
    assert list((Path(settings.MEDIA_ROOT) / "certificates").iterdir()) == []
    Certificate.objects.unscoped("the time passes").filter(pk=row.pk).update(due_at=None)
    tasks.issue(str(row.pk))
    assert (again(row).state, again(row).number) == ("issued", waiting.number)


def test_a_seal_that_is_compromised_while_it_is_used_issues_nothing(world):
    row = world.approved()
    seal = services.active_seal(now=timezone.now())
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    SealKey.objects.filter(pk=seal.row_id).update(compromised_at=timezone.now())
    done = services.finish_issue(
        certificate_id=row.pk, pdf_sha256="a" * 64, seal_id=seal.row_id, actor=world.system()
    )
    assert (done, again(row).state, again(row).attempts) == (False, "issuing", 0)
    assert not IssuedFile.objects.exists()
