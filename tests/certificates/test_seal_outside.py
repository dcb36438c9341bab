"""A seal whose key lives in a token (SoftHSM), and one whose moment an authority confirms (RFC 3161)."""

import os
import subprocess
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from apps.certificates import services
from apps.certificates.documents import release
from apps.certificates.sealing.material import SealError, made_material, read_material
from apps.certificates.sealing.seal import as_asn1
from apps.certificates.sealing.token import TokenError, TokenKey
from apps.certificates.tasks import issue
from tests.certificates import sealed as made
from tests.certificates.sealed import MOMENT
from tests.certificates.world import World, again

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
NOW = datetime.now(UTC)


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """A token that holds the key of a seal, the seal's certificates beside it, and another key; one a process."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")  # the module reads it once a process
    (folder / "pin").write_text("4711\n")
    utility("--init-token", "--free", "--label", "Office", "--pin", "4711", "--so-pin", "0815")
    for number, label in (("01", "seal"), ("02", "other")):
        key, mark, chain = made_material(f"Seal {label}", MOMENT).partition(b"-----BEGIN CERTIFICATE")
        (folder / f"{label}.key").write_bytes(key)
        (folder / f"{label}.pem").write_bytes(mark + chain)
        utility("--import", f"{folder}/{label}.key", "--token", "Office", "--label", label, "--id", number,
                "--pin", "4711")  # fmt: skip
        (folder / f"{label}.key").unlink()
    return folder


def utility(*arguments):
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def address(folder, label="seal", token="Office", pin="pin"):  # noqa: S107 - the label of a token
    module = next(path for path in MODULES if Path(path).exists())
    return f"pkcs11:token={token};object={label}?module-path={module}&pin-source=file:{folder}/{pin}"


def in_token(folder, **said):
    return read_material((folder / "seal.pem").read_bytes(), TokenKey.at(address(folder, **said)))


def validated(pdf, material, *others):
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    context = ValidationContext(
        trust_roots=[as_asn1(material.root), *others],
        moment=MOMENT + timedelta(hours=1),
        allow_fetching=False,
    )
    return validate_pdf_signature(signature, context, ts_validation_context=context)


def test_a_key_in_a_token_seals_what_others_find_valid(office, tmp_path):
    material = in_token(office)
    material.check_key()
    pdf = release.released(made.printing(), material)  # through the gate
    assert validated(pdf, material).bottom_line
    (tmp_path / "certificate.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdfsig", tmp_path / "certificate.pdf"], capture_output=True, text=True, check=False
    )
    assert "Signature is Valid" in said.stdout


@pytest.mark.parametrize(
    "said",
    [{"label": "nobody"}, {"label": "other"}, {"token": "Elsewhere"}, {"pin": "no-such-file"}],
    ids=["no such key", "another key", "no such token", "no pin"],
)
def test_a_token_that_does_not_fit_is_told_before_anything_is_sealed(office, said):
    with pytest.raises(SealError, match="token"):
        in_token(office, **said).check_key()


def test_a_wrong_pin_is_told(office):
    (office / "wrong").write_text("0000")
    with pytest.raises(SealError, match="PinIncorrect"):
        in_token(office, pin="wrong").check_key()
    with pytest.raises(SealError, match="write the right one"):  # and not tried again: tokens lock themselves
        in_token(office, pin="wrong").check_key()
    (office / "wrong").write_text("4711")
    in_token(office, pin="wrong").check_key()


def test_an_address_without_its_parts_is_refused_with_what_it_lacks():
    with pytest.raises(TokenError, match="no module-path, no object, no pin-source"):
        TokenKey.at("pkcs11:token=Office")


@pytest.mark.django_db
def test_production_issues_with_a_key_in_a_token(office, cast, quiet_press, settings, tmp_path):
    settings.PRODUCTION, settings.SEAL_PATH = True, tmp_path / "seal.pem"
    settings.SEAL_KEY_ADDRESS = address(office)
    settings.SEAL_PATH.write_bytes((office / "seal.pem").read_bytes())
    row = World(cast).approved()
    issue(str(row.pk))
    row = again(row)
    assert row.state == "issued"
    assert row.seal.name == "Seal seal"
    settings.SEAL_KEY_ADDRESS = address(office, label="other")
    with pytest.raises(SealError, match="not that of the seal's certificate"):
        services.active_seal(now=NOW)


# --- a time-stamp ----------------------------------------------------------------------------------------


class Authority:
    """An authority of time for a test: pyHanko's own, behind HTTP. `mood` makes it misbehave."""

    def __init__(self):
        key = rsa.generate_private_key(65537, 2048)
        self.certificate = as_asn1(authority_certificate(key))
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.stamper = DummyTimeStamper(
            self.certificate, asn1_keys.PrivateKeyInfo.load(private), fixed_dt=MOMENT
        )
        self.asked, self.mood = 0, "well"

    def answer(self, body):
        self.asked += 1
        if self.mood == "refuses":
            return tsp.TimeStampResp({"status": {"status": "rejection"}}).dump()
        if self.mood == "babbles":
            return b"<html>Sign in to the network</html>"
        asked = tsp.TimeStampReq.load(body)
        if self.mood == "confuses":  # another one's question
            asked["nonce"] = 4711
        if self.mood == "forges":  # a stamp over something else
            asked["message_imprint"]["hashed_message"] = b"\0" * 32
        return self.stamper.request_tsa_response(asked).dump()


def authority_certificate(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of time")])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(MOMENT - timedelta(days=1)).not_valid_after(MOMENT + timedelta(days=999))
        .add_extension(usage, critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip


@contextmanager
def authority():
    """Give the authority and its address."""
    own = Authority()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):
            answer = own.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *said):
            pass

    server = HTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield own, f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_an_authority_confirms_the_moment(settings):
    without = made.certificate()
    with authority() as (clock, settings.TIME_STAMP_ADDRESS):
        pdf = release.released(made.printing(), made.material())  # through the gate
    assert clock.asked
    status = validated(pdf, made.material(), clock.certificate)
    assert status.bottom_line
    assert status.timestamp_validity.timestamp == MOMENT
    assert status.timestamp_validity.trusted
    assert made.verdict(pdf) == "authentic"
    assert validated(without, made.material()).timestamp_validity is None


@pytest.mark.django_db
@pytest.mark.parametrize("mood", ["refuses", "babbles", "confuses", "forges", "away"])
def test_while_the_authority_is_away_a_certificate_waits_and_its_number_is_not_lost(
    mood, cast, quiet_press, settings
):
    row = World(cast).approved()
    with authority() as (clock, where):
        clock.mood = mood
        settings.TIME_STAMP_ADDRESS = "http://127.0.0.1:1/" if mood == "away" else where
        for _again in range(7):  # more often than a certificate has attempts
            make_due(row)
            issue(str(row.pk))
        waiting = again(row)
        assert (waiting.state, waiting.attempts) == ("issuing", 0)
        assert "could not be sealed" in waiting.last_error
        clock.mood, settings.TIME_STAMP_ADDRESS = "well", where
        make_due(row)
        issue(str(row.pk))
    assert (again(row).state, again(row).number) == ("issued", waiting.number)


def make_due(row):
    type(row).objects.unscoped("the time passes").filter(pk=row.pk).update(due_at=None)
