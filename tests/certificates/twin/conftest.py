"""The public addresses as a stranger asks them, and a platform in earnest with a key of its own."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.certificates.twin.stranger import verified
from tests.certificates.world import as_in_production


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"


def new_key(path):
    key = ec.generate_private_key(ec.SECP256R1())
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return key


@pytest.fixture
def in_earnest(settings, tmp_path):
    """A platform as in production: what is made is a certificate, key and seal come from the operator's files."""
    as_in_production(settings)
    settings.SITE_URL = "https://consortium.example"
    settings.CREDENTIAL_KEY_PATH = str(tmp_path / "credential.pem")
    new_key(tmp_path / "credential.pem")


@pytest.fixture
def ask(client):
    """Ask for did.json, for a certificate's credential, for a status list; credentials are verified."""

    class Ask:
        def did(self):
            return client.get("/.well-known/did.json").json()

        def raw(self, row):
            fingerprint = row.facts_sha256[:16]
            return client.get(f"/api/v1/verify/{row.number}/credential", {"h": fingerprint})

        def credential(self, row):
            return verified(self.raw(row).content.decode(), self.did())

        def list_at(self, address):
            path = address.removeprefix("https://consortium.example").removeprefix("http://127.0.0.1:8000")
            return client.get(path)

        def bit(self, row, purpose):
            from tests.certificates.twin.stranger import bits_of

            (entry,) = [
                entry
                for entry in self.credential(row)["credentialStatus"]
                if entry["statusPurpose"] == purpose
            ]
            answer = self.list_at(entry["statusListCredential"])
            subject = verified(answer.content.decode(), self.did())["credentialSubject"]
            assert subject["statusPurpose"] == purpose
            return bits_of(subject["encodedList"])[int(entry["statusListIndex"])]

    return Ask()
