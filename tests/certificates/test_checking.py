"""What a stranger is told who holds a file: on the page, by the API, and on the command line, with the register and without."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.audit.models import Entry
from apps.certificates import selectors, services
from apps.certificates.documents import paper, release
from apps.certificates.management.commands import verify_certificate
from apps.certificates.models import Certificate, IssuedFile, SealKey
from apps.certificates.rules.checked import checked_alone
from apps.certificates.sealing.found import Reading, SealFound
from apps.certificates.sealing.material import PEM, SealError
from apps.certificates.sealing.sandbox import LARGEST
from apps.certificates.sealing.seal import unsealed
from apps.certificates.selectors import pdf_path
from tests.certificates import sealed as made
from tests.certificates.world import World, again, as_in_production

ROOT = Path(__file__).parents[2]


@pytest.fixture
def issued(cast, quiet_press):
    """A certificate that went through the real gate, and its file."""
    row = World(cast).issued()
    assert row.state == "issued", row.last_error
    return row, pdf_path(row).read_bytes()


def asked(pdf):
    return selectors.check_file(pdf, at=timezone.now())


def told(found):
    return found.verdict, found.number or None, found.state, found.facts_match


def test_the_file_itself_is_known_by_its_hash_and_no_parser_looks_at_it(
    issued, monkeypatch, django_assert_max_num_queries
):
    row, pdf = issued
    monkeypatch.setattr("apps.certificates.selectors.checking.read_apart", None)
    with django_assert_max_num_queries(4):
        found = asked(pdf)
    assert told(found) == ("authentic", row.number, "demonstration", True)
    assert (found.seal.valid, found.seal.covers_whole_file, found.seal.modified_after) == (True, True, False)
    assert "test_seal" in found.notes


def test_its_state_is_that_of_the_register(issued, cast):
    row, pdf = issued
    facts = row.facts.replace('"test":true', '"test":false')
    assert facts != row.facts
    row.facts = facts
    assert selectors.register_entry(row.number).state == "valid"
    services.withdraw(certificate_id=row.pk, actor=cast.actor("bea"), reason="The alloy changed.")
    assert selectors.register_entry(row.number).state == "withdrawn"
    assert asked(pdf).verdict == "authentic"  # what it is does not change; what it counts for does


def test_what_was_done_to_it_is_told_from_the_register_too(issued):
    row, pdf = issued
    appended = asked(pdf + b"\n% more\n")
    assert told(appended) == ("changed_after_sealing", row.number, "demonstration", True)
    assert "appended" in appended.notes
    resaved = asked(made.resaved(pdf))
    assert told(resaved) == ("resaved_copy", row.number, "demonstration", True)
    assert told(asked(b"hello")) == ("not_ours", None, None, None)


def test_an_old_certificate_served_as_the_present_one_is_told(cast, quiet_press, settings):
    as_in_production(settings)
    world = World(cast)
    old = world.issued()
    pdf = pdf_path(old).read_bytes()
    new = world.amendment(old)
    found = asked(pdf)
    assert told(found) == ("authentic", old.number, "superseded", True)
    assert selectors.register_entry(old.number).superseded_by == new.number
    dressed_up = selectors.verify(new.number, old.facts_sha256[:16], at=timezone.now())
    assert (dressed_up.paper, dressed_up.facts) == ("other", None)  # the old paper under the new number
    assert told(asked(made.resaved(pdf))) == ("resaved_copy", old.number, "superseded", True)


def test_the_paper_as_it_was_before_its_seal_is_told(issued):
    row, pdf = issued
    unsealed = pdf[: pdf.index(b"%%EOF") + len(b"%%EOF") + 1]
    assert unsealed != pdf
    found = asked(unsealed)
    assert told(found) == ("resaved_copy", row.number, "demonstration", True)
    assert found.seal is None


def test_a_certificate_of_somebody_elses_seal_is_not_ours(issued):
    _row, _pdf = issued
    found = asked(made.certificate())
    assert (found.verdict, found.state) == ("not_ours", None)
    assert "seal_of_others" in found.notes


def test_our_seal_on_a_file_that_the_register_does_not_know_is_a_stolen_key(issued):
    seal = services.active_seal(now=timezone.now())
    forged = release.released(made.printing(), seal.material)
    found = asked(forged)
    assert (found.verdict, found.state) == ("not_ours", None)
    assert {"not_in_register", "unknown_number"} <= set(found.notes)


def test_other_facts_under_our_number_do_not_match(issued):
    row, _pdf = issued
    other = Certificate.objects.unscoped("test").get(pk=row.pk)
    text = made.printing(certificate_id=str(other.pk))
    copy = paper.printed(replace(text, number=row.number))
    found = asked(copy)
    assert told(found) == ("resaved_copy", row.number, "demonstration", False)
    assert "facts_differ" in found.notes


def test_a_compromised_key_is_told_though_the_file_is_known(issued):
    _row, pdf = issued
    SealKey.objects.update(compromised_at=timezone.now())
    found = asked(pdf)
    assert (found.verdict, found.seal.valid) == ("authentic", False)
    assert "seal_compromised" in found.notes


def test_the_files_that_went_out_stay_in_the_register(issued):
    for change in (
        lambda: IssuedFile.objects.update(sha256="0" * 64),
        lambda: IssuedFile.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_new_seal_retires_the_old_one_and_what_that_sealed_still_counts(issued, cast, settings, tmp_path):
    row, pdf = issued
    settings.SEAL_PATH = tmp_path / "next.pem"
    other = World(cast, title="Next").issued()
    assert again(other).seal_id != row.seal_id
    assert SealKey.objects.get(pk=row.seal_id).retired_at
    assert told(asked(pdf)) == ("authentic", row.number, "demonstration", True)
    assert asked(pdf + b" ").verdict == "changed_after_sealing"  # the old key is still pinned


def test_the_page_answers_a_stranger(issued, client):
    row, pdf = issued
    address = reverse("verify:file")
    assert client.get(address).status_code == 200
    page = client.post(address, {"file": SimpleUploadedFile("c.pdf", pdf)})
    assert page.status_code == 200
    assert row.number in page.content.decode()
    assert "Authentic file of a demonstration" in page.content.decode()
    page = client.post(
        address, {"file": SimpleUploadedFile("c.pdf", pdf + b"x")}, headers={"Accept-Language": "tr"}
    )
    assert "Mühürlendikten sonra değiştirilmiş" in page.content.decode()
    assert client.post(address, {}).status_code == 422
    assert page["Cache-Control"] == "no-store"


def test_the_api_answers_a_machine(issued):
    row, pdf = issued
    answer = APIClient().post("/api/v1/verify/", {"file": BytesIO(pdf)}, format="multipart")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["verdict"], said["number"], said["state"]) == ("authentic", row.number, "demonstration")
    assert APIClient().post("/api/v1/verify/", {}, format="multipart").status_code == 400


def test_the_command_answers_from_the_register(issued, tmp_path):
    row, pdf = issued
    path, out = tmp_path / "c.pdf", StringIO()
    path.write_bytes(pdf)
    call_command("verify_certificate", str(path), "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert list(said) == ["verdict", "number", "state", "seal", "facts_match", "notes"]
    assert list(said["seal"]) == ["valid", "signer", "signed_at", "covers_whole_file", "modified_after"]
    assert (said["verdict"], said["number"]) == ("authentic", row.number)
    path.write_bytes(pdf + b" ")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_certificate", str(path), "--json", stdout=StringIO())
    assert ended.value.code == 1


def offline(path, root, *more):
    """Run the command with no database and no settings."""
    command = [
        sys.executable,
        "manage.py",
        "verify_certificate",
        str(path),
        "--offline",
        "--trust",
        str(root),
        *more,
    ]
    return subprocess.run(command, cwd=ROOT, env={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
                          capture_output=True, text=True, check=False)  # fmt: skip


def test_the_command_answers_offline_from_a_root_alone(tmp_path):
    path, root = tmp_path / "c.pdf", tmp_path / "root.pem"
    path.write_bytes(made.certificate())
    root.write_bytes(made.material().root.public_bytes(PEM))
    done = offline(path, root, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["verdict"], said["number"], said["state"]) == ("authentic", made.NUMBER, None)
    path.write_bytes(made.resaved(made.certificate()))
    done = offline(path, root)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "resaved copy")
    done = offline(tmp_path / "none.pdf", root)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    root.write_text("no root")
    assert offline(path, root).returncode == 2


def test_a_compromised_key_seals_nothing_more_and_what_it_sealed_is_sealed_again(issued, settings, tmp_path):
    row, pdf = issued
    fingerprint = SealKey.objects.get().fingerprint
    told = {"compromised": fingerprint[:16], "since": "2026-01-01", "stdout": StringIO()}
    with pytest.raises(CommandError, match="compromised: give the settings another one"):
        call_command("seals", **told)
    with pytest.raises(SealError):
        services.active_seal(now=timezone.now())
    settings.SEAL_PATH = tmp_path / "next.pem"
    call_command("seals", **told)
    assert f"{row.number}  sealed again  (numbered since that day)" in told["stdout"].getvalue()
    now = again(row)
    newer = pdf_path(now).read_bytes()
    assert now.pdf_sha256 != row.pdf_sha256
    assert now.facts == row.facts
    assert (asked(newer).verdict, asked(newer).seal.valid) == ("authentic", True)
    assert "seal_compromised" in asked(pdf).notes
    assert [one.sha256 for one in now.files.order_by("pk")] == [row.pdf_sha256, now.pdf_sha256]
    call_command("seals", **told)
    assert again(row).pdf_sha256 == now.pdf_sha256  # once is enough


def test_the_same_paper_is_under_both_seals(issued, settings, tmp_path):
    row, pdf = issued
    settings.SEAL_PATH = tmp_path / "next.pem"
    seal = services.active_seal(now=timezone.now())
    printing = services.Printing(row.pk, row.number, row.numbered_at, row.facts, row.facts_sha256, "en")
    newer = release.released(printing, seal.material)
    paper_alone = paper.printed(printing)
    assert pdf.startswith(paper_alone)
    assert newer.startswith(paper_alone)


def test_the_paper_is_found_under_its_seal(issued):
    row, pdf = issued
    printing = services.Printing(row.pk, row.number, row.numbered_at, row.facts, row.facts_sha256, "en")
    assert unsealed(pdf) == paper.printed(printing)
    assert unsealed(pdf + b"%%EOF\n") == paper.printed(printing)
    assert unsealed(paper.printed(printing)) is None
    assert unsealed(b"%PDF-1.7\n%%EOF\n") is None


def test_sealing_again_keeps_the_paper_though_it_would_be_printed_otherwise_today(
    issued, settings, tmp_path, monkeypatch
):
    row, pdf = issued
    monkeypatch.setattr(paper, "printed", lambda _printing: pytest.fail("printed anew"))
    settings.SEAL_PATH = tmp_path / "next.pem"
    told = {"compromised": SealKey.objects.get().fingerprint, "since": "2026-01-01", "stdout": StringIO()}
    call_command("seals", **told)
    newer = pdf_path(again(row)).read_bytes()
    assert (asked(newer).verdict, unsealed(newer)) == ("authentic", unsealed(pdf))
    entry = Entry.objects.get(chain=f"certificate:{row.pk}", event="certificates.CertificateResealed")
    assert json.loads(entry.payload)["body"]["made_with"] == "the paper of the former file"


def test_one_that_cannot_be_sealed_again_is_named_and_tried_at_the_next_call(
    issued, settings, tmp_path, monkeypatch
):
    row, _pdf = issued
    settings.SEAL_PATH = tmp_path / "next.pem"
    told = {"compromised": SealKey.objects.get().fingerprint, "since": "2026-01-01", "stdout": StringIO()}
    with monkeypatch.context() as patch:
        patch.setattr(
            release, "check_archive", lambda _pdf: (_ for _ in ()).throw(release.GateError("no archive"))
        )
        with pytest.raises(CommandError, match="1 could not be sealed again"):
            call_command("seals", **told)
    assert f"{row.number}  NOT sealed again: no archive" in told["stdout"].getvalue()
    assert again(row).pdf_sha256 == row.pdf_sha256
    call_command("seals", **told)
    assert again(row).pdf_sha256 != row.pdf_sha256


def test_the_command_reads_no_more_than_a_certificate_can_be(tmp_path, monkeypatch):
    large, pipe = tmp_path / "large.pdf", tmp_path / "pipe"
    with large.open("wb") as file:
        file.truncate(3_000_000_000)  # a hole: takes no room on the disk
    assert len(verify_certificate._read(str(large), "file")) == LARGEST + 1
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero", tmp_path):
        with pytest.raises(CommandError, match="it is no file"):
            verify_certificate._read(str(path), "file")


def test_a_strangers_name_does_not_steer_the_terminal():
    signer = "\x1b[2A\x1b[2Kauthentic\nnumber\u202e"
    seal = SealFound(
        fingerprint="0" * 64,
        signer=signer,
        signed_at=None,
        is_ours=False,
        is_sound=True,
        is_intact=True,
        is_in_place=True,
        covers_whole_file=True,
    )
    text = verify_certificate._as_text(checked_alone(Reading(seals=(seal,))))
    assert text.splitlines()[0] == "not ours"
    assert all(letter.isprintable() or letter == "\n" for letter in text)
    assert len(text.splitlines()) == 3
