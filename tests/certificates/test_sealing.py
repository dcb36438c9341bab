"""The seal and the gate: the file is what other people's tools call sound, and whatever is done to it is told."""

import os
import random
import subprocess
import time
import zlib
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from pikepdf import pdfa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from apps.certificates.documents import paper, release
from apps.certificates.rules.authenticity import judged
from apps.certificates.sealing.found import Trust
from apps.certificates.sealing.inside import SECONDS
from apps.certificates.sealing.material import (
    PEM,
    SealError,
    development_material,
    made_material,
    read_material,
)
from apps.certificates.sealing.reading import read_pdf
from apps.certificates.sealing.sandbox import LARGEST, read_apart
from apps.certificates.sealing.seal import as_asn1, sealed
from tests.certificates import sealed as made
from tests.certificates.sealed import MOMENT, NUMBER, appended, certificate, material, trust, verdict

CHANGED, RESAVED, NOT_OURS = "changed_after_sealing", "resaved_copy", "not_ours"


@pytest.fixture
def seed():
    chosen = random.randrange(10**6)  # noqa: S311 - a test's chance
    print(f"seed {chosen}")  # noqa: T201 - pytest shows it when the test fails
    return random.Random(chosen)  # noqa: S311 - printed, so that it can be repeated


def test_the_same_paper_key_and_moment_give_the_same_bytes():
    assert sealed(made.unsealed(), material(), MOMENT) == certificate()
    assert sealed(made.unsealed(), material(), MOMENT + timedelta(seconds=1)) != certificate()


def test_the_seal_leaves_the_paper_as_it_was():
    assert certificate().startswith(made.unsealed())
    with pikepdf.open(BytesIO(certificate())) as opened:
        assert str(opened.Root.get("/Version", "/1.7")) <= "/1.7"
        assert opened.pdf_version <= "1.7"


def test_the_paper_passes_the_archive_check_and_the_seal_violates_nothing():
    assert pdfa.validate_written(BytesIO(made.unsealed()), "3b").passed
    found = pdfa.validate_written(BytesIO(certificate()), "3b").findings
    assert {one.kind for one in found} == {
        "unsupported"
    }  # a form and permissions: not looked into, not wrong
    assert {one.rule for one in found} == {"pikepdf:schema-Catalog", "pikepdf:embedded-file"}


def test_pyhanko_finds_it_valid_whole_and_unchanged():
    (signature,) = PdfFileReader(BytesIO(certificate())).embedded_signatures
    context = ValidationContext(trust_roots=[as_asn1(material().root)], moment=MOMENT, allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    assert status.bottom_line
    assert (status.coverage.name, status.modification_level.name) == ("ENTIRE_FILE", "NONE")
    assert status.signer_reported_dt == MOMENT


def test_pdfsig_and_qpdf_accept_it(tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(certificate())
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


def test_it_is_authentic_with_its_number_and_its_facts():
    reading = read_apart(certificate(), trust())
    assert judged(reading).verdict == "authentic"
    assert (reading.number, reading.facts_sha256) == (NUMBER, made.printing().facts_sha256)
    assert reading.facts_are_consistent
    (seal,) = reading.seals
    assert (seal.signer, seal.signed_at) == ("Seal of the office", MOMENT.isoformat())


ATTACKS = [
    ("a byte flipped", lambda pdf: pdf[:2000] + bytes([pdf[2000] ^ 1]) + pdf[2001:], CHANGED),
    ("bytes appended", lambda pdf: pdf + b"\n% nothing\n", CHANGED),
    ("another language appended", lambda pdf: appended(pdf, made.other_language), CHANGED),
    ("other page content appended", lambda pdf: appended(pdf, made.other_content), CHANGED),
    ("saved anew", made.resaved, RESAVED),
    ("the seal taken off", made.without_seal, RESAVED),
    ("the paper without a seal", lambda _pdf: made.unsealed(), RESAVED),
    ("a forged seal of the same name", lambda _pdf: made.sealed_by_somebody_of_the_same_name(), NOT_OURS),
    ("no PDF", lambda _pdf: b"<html>CC-2026-000007", NOT_OURS),
    ("a PDF of nothing", lambda _pdf: b"%PDF-1.7\n%%EOF\n", NOT_OURS),
    ("nothing", lambda _pdf: b"", NOT_OURS),
]


@pytest.mark.parametrize(
    ("attack", "expected"), [one[1:] for one in ATTACKS], ids=[one[0] for one in ATTACKS]
)
def test_what_was_done_to_it_is_told(attack, expected):
    assert verdict(attack(certificate())) == expected


def test_a_second_seal_is_refused_by_the_first():
    with pytest.raises(Exception, match=r"(?i)certif|permission|sign"):
        sealed(certificate(), material("Another"), MOMENT)


def test_a_seal_under_a_trusted_root_that_the_register_does_not_know_is_not_ours():
    elsewhere = Trust((made.root_of(material()),), ("0" * 64,))
    assert judged(read_pdf(certificate(), elsewhere)).verdict == NOT_OURS
    assert verdict(certificate(), pinned=False) == "authentic"


def test_no_byte_can_be_changed_unseen(seed):
    pdf = certificate()
    for at in seed.sample(range(len(pdf)), 500):
        changed = pdf[:at] + bytes([pdf[at] ^ (1 << seed.randrange(8))]) + pdf[at + 1 :]
        assert verdict(changed) != "authentic", at


def test_what_is_cut_off_is_not_authentic(seed):
    pdf = certificate()
    for length in seed.sample(range(len(pdf)), 100):
        assert verdict(pdf[:length]) != "authentic", length


def test_the_gap_that_no_seal_covers_holds_nothing_else():
    pdf = certificate()
    begin = pdf.index(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", begin)
    lower = pdf[:begin] + pdf[begin:end].lower() + pdf[end:]
    padded = pdf[: end - 8] + b"DEADBEEF" + pdf[end:]
    assert verdict(lower) != "authentic"
    assert verdict(padded) != "authentic"


def bomb(megabytes):
    """A file of the largest size that says it encloses our facts, which are so many megabytes of blanks."""
    packer = zlib.compressobj(1)
    packed = b"".join([*(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)), packer.flush()])
    out = BytesIO()
    with pikepdf.new() as opened:
        opened.add_blank_page()
        opened.attachments["certificate.json"] = pikepdf.AttachedFileSpec(
            opened, b"x", filename="certificate.json"
        )
        opened.attachments["certificate.json"].obj.EF.F.write(packed, filter=pikepdf.Name.FlateDecode)
        opened.Root.Padding = opened.make_stream(os.urandom(LARGEST - len(packed) - 10_000))
        opened.save(out)
    return out.getvalue()


def test_a_bomb_is_answered_within_bounds():
    small, large = bomb(1), bomb(900)
    assert 0 < LARGEST - len(large) < 10_000
    began = time.monotonic()
    reading = read_apart(large, trust())
    assert time.monotonic() - began < SECONDS + 5  # a killed process takes its time to end on a busy machine
    assert reading.trouble
    assert read_apart(small, trust()).trouble == ""  # so it is what it holds, not how it is written
    assert judged(reading).verdict == NOT_OURS


def test_what_is_too_large_is_not_looked_into():
    assert read_apart(certificate() + bytes(LARGEST), trust()).trouble == "too_large"


def test_the_gate_refuses_other_facts_another_number_and_no_archive_file():
    said, own = made.printing(), material()
    with pytest.raises(release.GateError, match="facts"):
        release.check_seal(certificate(), made.printing(title="Another"), own)
    with pytest.raises(release.GateError, match="does not hold"):
        release.check_seal(made.unsealed(), said, own)
    with pytest.raises(release.GateError, match="PDF/A"):
        release.check_archive(
            made.resaved(b"".join([b"%PDF-1.4\n", made.unsealed()[9:]])).replace(b"pdfaid", b"pdfaie")
        )


def test_only_a_p256_key_with_its_own_chain_is_a_seal():
    pem, other = made_material("One", MOMENT), made_material("Two", MOMENT)
    key, seal, root = pem.partition(b"-----BEGIN CERTIFICATE")[0], *certificates(pem)
    assert read_material(key + seal + root).fingerprint == read_material(pem).fingerprint
    for wrong in (
        seal + root,
        key + root,
        key + certificates(other)[0],
        key + seal + certificates(other)[1],
        b"x",
    ):
        with pytest.raises(SealError):
            read_material(wrong)


def certificates(pem):
    begin = b"-----BEGIN CERTIFICATE"
    return [begin + part for part in pem.split(begin)[1:]]


def test_the_seal_of_a_first_run_holds_for_its_stories_and_is_made_once(tmp_path):
    path = tmp_path / "seal.pem"
    first = development_material(path, MOMENT)
    assert development_material(path, MOMENT + timedelta(days=1)) == first
    own = read_material(first)
    assert own.is_development
    assert own.holds_at(MOMENT - timedelta(days=365 * 5))
    assert own.holds_at(MOMENT + timedelta(days=365 * 5))
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_enclosed_facts_are_the_frozen_ones():
    with pikepdf.open(BytesIO(certificate())) as opened:
        text = opened.attachments["certificate.json"].get_file().read_bytes().decode()
    assert made.printing().facts in text
    assert f'"number":"{NUMBER}"' in text


def test_the_paper_prints_every_turkish_letter():
    letters = "çğıöşüÇĞİÖŞÜâîû"
    said = made.printing(statement=f"Harfler: {letters}", language="tr")
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=paper.printed(said), capture_output=True, check=True
    )
    assert letters in done.stdout.decode()


def test_a_certificate_pem_is_what_a_stranger_trusts():
    assert material().root.public_bytes(PEM).startswith(b"-----BEGIN CERTIFICATE")
