"""Keys: made at first need, taken from a file in production, rotated, given up."""

import json
import stat
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from apps.audit.models import Entry
from apps.certificates import services, tasks
from apps.certificates.documents import keyring
from apps.certificates.models import CredentialKey
from apps.core.actor import system_actor
from apps.core.errors import Conflict
from tests.certificates.twin.conftest import new_key
from tests.certificates.twin.stranger import NotTrusted, verified

pytestmark = pytest.mark.django_db


def kid_of(jws):
    from tests.certificates.twin.stranger import from_base64url

    return json.loads(from_base64url(jws.split(".")[0]))["kid"]


def told():
    return [
        name.removeprefix("certificates.CredentialKey")
        for name in Entry.objects.filter(chain__startswith="credential_key:").order_by("pk").values_list("event", flat=True)
    ]  # fmt: skip


def rotate(*arguments, capsys=None):
    call_command("rotate_credential_key", "--json", *arguments)
    return json.loads(capsys.readouterr().out) if capsys else None


def pem(key, encryption=None):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def faults():
    return [fault.msg for fault in run_checks() if fault.id == "certificates.E002"]


def test_development_makes_its_key_at_first_need_for_its_owner_only(settings):
    key = services.keep_a_key(actor=system_actor())
    assert services.keep_a_key(actor=system_actor()) == key
    (file,) = Path(settings.KEYS_ROOT).iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert (key.reference, key.is_test, told()) == (file.name, True, ["Activated"])
    assert set(key.public_jwk) == {"kty", "crv", "x", "y"}


def test_the_worker_sees_that_there_is_a_key(world, settings):
    tasks.sweep()
    assert CredentialKey.objects.count() == 1


def test_trouble_with_a_key_stops_no_paper(world, settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "file" / "keys"
    (tmp_path / "file").write_text("in the way")
    assert world.issued().state == "issued"
    assert CredentialKey.objects.count() == 0


def test_did_json_before_any_key_is_empty_and_asking_makes_none(ask):
    assert ask.did()["verificationMethod"] == ask.did()["assertionMethod"] == []
    assert CredentialKey.objects.count() == 0


def test_without_a_key_a_credential_is_put_off(world, ask):
    row = world.issued()
    CredentialKey.objects.update(retired_at=timezone.now())
    answer = ask.raw(row)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")


def test_did_json_tells_public_keys_only(client):
    key = services.keep_a_key(actor=system_actor())
    answer = client.get("/.well-known/did.json")
    (method,) = answer.json()["verificationMethod"]
    did = "did:web:127.0.0.1%3A8000"
    assert method == {
        "id": f"{did}#{key.kid}",
        "type": "JsonWebKey",
        "controller": did,
        "publicKeyJwk": key.public_jwk | {"kid": key.kid, "alg": "ES256", "use": "sig"},
    }
    assert (answer.json()["id"], answer.json()["assertionMethod"]) == (did, [method["id"]])
    assert "d" not in method["publicKeyJwk"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in answer["Cache-Control"]


def test_it_costs_one_question_for_any_number_of_keys(client, django_assert_num_queries):
    for _ in range(3):
        services.rotate_key(actor=system_actor())
        with django_assert_num_queries(1):
            client.get("/.well-known/did.json")


def test_after_a_rotation_an_old_credential_verifies_by_its_own_key(world, ask, capsys):
    row = world.issued()
    old = ask.raw(row).content.decode()
    kid = rotate(capsys=capsys)["kid"]
    new = ask.raw(row).content.decode()
    assert kid_of(new) == f"did:web:127.0.0.1%3A8000#{kid}" != kid_of(old)
    assert verified(old, ask.did()) == verified(new, ask.did())
    assert [method["id"] for method in ask.did()["verificationMethod"]] == [kid_of(new), kid_of(old)]
    assert told() == ["Activated", "Retired", "Activated"]
    swapped = ".".join([new.split(".")[0], *old.split(".")[1:]])
    with pytest.raises(NotTrusted, match="signature"):
        verified(swapped, ask.did())


def test_what_a_compromised_key_signed_verifies_no_more_and_a_new_key_signs(world, ask, capsys):
    row = world.issued()
    old = ask.raw(row).content.decode()
    lost = kid_of(old).split("#")[1]
    said = rotate(f"--compromised={lost}", capsys=capsys)
    assert said["given_up"] == lost != said["kid"]
    with pytest.raises(NotTrusted, match="key"):
        verified(old, ask.did())
    assert ask.credential(row)["credentialSubject"]
    assert told() == ["Activated", "Compromised", "Activated"]


def test_giving_up_a_retired_key_leaves_the_one_in_use(world, ask, capsys):
    row = world.issued()
    old = ask.raw(row).content.decode()
    in_use = rotate(capsys=capsys)["kid"]
    lost = kid_of(old).split("#")[1]
    said = rotate(f"--compromised={lost}", capsys=capsys)
    assert said["kid"] is None
    assert kid_of(ask.raw(row).content.decode()).endswith(in_use)
    with pytest.raises(NotTrusted, match="key"):
        verified(old, ask.did())


def test_an_unknown_key_cannot_be_given_up_nor_one_twice():
    with pytest.raises(CommandError, match=r"There is no such key\.$"):
        rotate("--compromised=unknown")
    kid = services.keep_a_key(actor=system_actor()).kid
    rotate(f"--compromised={kid}")
    with pytest.raises(CommandError, match="before"):
        rotate(f"--compromised={kid}")


@pytest.mark.usefixtures("in_earnest")
def test_production_takes_the_key_from_the_operators_file(world, ask, settings):
    row = world.issued()
    (key,) = CredentialKey.objects.all()
    assert (key.reference, key.is_test) == (settings.CREDENTIAL_KEY_PATH, False)
    assert not Path(settings.KEYS_ROOT).exists()
    assert ask.credential(row)["id"]


@pytest.mark.usefixtures("in_earnest")
def test_production_rotates_to_the_new_file_and_refuses_the_old_one(world, ask, settings, tmp_path):
    row = world.issued()
    old = ask.raw(row).content.decode()
    with pytest.raises(CommandError, match="in use before"):
        rotate()
    assert kid_of(ask.raw(row).content.decode()) == kid_of(old)  # nothing was retired
    settings.CREDENTIAL_KEY_PATH = str(tmp_path / "next.pem")
    new_key(tmp_path / "next.pem")
    rotate()
    assert kid_of(ask.raw(row).content.decode()) != kid_of(old)
    assert verified(old, ask.did())


@pytest.mark.usefixtures("in_earnest")
def test_a_lost_key_is_given_up_even_before_there_is_a_new_one(world, ask):
    row = world.issued()
    lost = kid_of(ask.raw(row).content.decode()).split("#")[1]
    with pytest.raises(CommandError, match=f"{lost} is given up all the same"):
        rotate(f"--compromised={lost}")
    assert ask.did()["verificationMethod"] == []
    assert ask.raw(row).status_code == 409


@pytest.mark.usefixtures("in_earnest")
@pytest.mark.parametrize("how", ["replaced", "gone"])
def test_a_file_that_holds_another_key_or_none_signs_nothing(world, ask, settings, how):
    row = world.issued()
    path = Path(settings.CREDENTIAL_KEY_PATH)
    if how == "gone":
        path.unlink()
    else:
        new_key(path)
    answer = ask.raw(row)
    assert answer.status_code == 409
    assert str(path) not in answer.content.decode()


def test_a_development_key_signs_nothing_in_production_and_is_not_told_there(world, ask, settings):
    row = world.issued()
    key = CredentialKey.objects.get()
    settings.PRODUCTION = True
    assert ask.did()["verificationMethod"] == []
    assert ask.raw(row).status_code == 409
    settings.CREDENTIAL_KEY_PATH = str(Path(settings.KEYS_ROOT) / key.reference)
    with pytest.raises(Conflict, match="development key"):
        services.keep_a_key(actor=system_actor())
    tasks.sweep()
    assert CredentialKey.objects.count() == 1


def test_the_check_asks_nothing_of_development(settings):
    settings.CREDENTIAL_KEY_PATH = ""
    assert faults() == []


@pytest.mark.usefixtures("in_earnest")
def test_the_check_accepts_a_key_made_for_production():
    assert faults() == []


@pytest.mark.usefixtures("in_earnest")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"secret", "no unencrypted private key"),
        (pem(ec.generate_private_key(ec.SECP256R1()), BestAvailableEncryption(b"x")), "no unencrypted"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "P-256 is needed"),
        (pem(rsa.generate_private_key(65537, 2048)), "P-256 is needed"),
        (keyring.DEVELOPMENT + pem(ec.generate_private_key(ec.SECP256R1())), "names a development key"),
    ],
    ids=["no file", "no key", "locked", "P-384", "RSA", "development"],
)
def test_the_check_refuses_in_production(settings, content, words):
    path = Path(settings.CREDENTIAL_KEY_PATH)
    path.unlink() if content is None else path.write_bytes(content)
    (fault,) = faults()
    assert words in fault


def test_a_key_that_development_made_is_known_as_one(settings):
    assert keyring.is_development(keyring.make())


@pytest.mark.parametrize(
    "change",
    ["retired_at = NULL", "compromised_at = now(), retired_at = NULL"],
    ids=["two in use", "compromised but in use"],
)
def test_the_database_keeps_one_key_in_use_and_none_that_is_compromised(change):
    services.keep_a_key(actor=system_actor())
    services.rotate_key(actor=system_actor())
    where = "retired_at IS NOT NULL" if change.startswith("retired") else "retired_at IS NULL"
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE certificates_credentialkey SET {change} WHERE {where}")


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_both_get_the_same_first_key(settings):
    together, kids = threading.Barrier(4), []

    def work():
        together.wait()
        kids.append(services.keep_a_key(actor=system_actor()).kid)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kids) == 4
    assert len(set(kids)) == CredentialKey.objects.count() == 1
    assert len(list(Path(settings.KEYS_ROOT).iterdir())) == 1
