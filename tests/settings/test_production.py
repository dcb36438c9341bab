"""Production refuses what is only good for a first run, with a sentence."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from apps.certificates.sealing.material import DEVELOPMENT, made_material

WHOLE = {
    "CONSORTIUM_ENV": "production",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789#" * 2,
    "ALLOWED_HOSTS": "consortium.example",
    "SITE_URL": "https://consortium.example",
    "DATABASE_URL": "postgresql://u:p@localhost/none",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://localhost:25",
    "CREDENTIAL_KEY_PATH": "",
    "SEAL_PATH": "",
}


@pytest.fixture(autouse=True, scope="module")
def _own_seal(tmp_path_factory):
    path = tmp_path_factory.mktemp("seal") / "seal.pem"
    path.write_bytes(made_material("Seal of the office", datetime.now(UTC)))
    WHOLE["SEAL_PATH"] = str(path)


@pytest.fixture(autouse=True, scope="module")
def _own_key(tmp_path_factory):
    path = tmp_path_factory.mktemp("key") / "credential.pem"
    path.write_bytes(made_key())
    WHOLE["CREDENTIAL_KEY_PATH"] = str(path)


def made_key():
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def run(*command, **changes):
    kept = {
        key: value for key, value in os.environ.items() if key not in {*WHOLE, "DATABASE_URL", "REDIS_URL"}
    }
    env = kept | {key: value for key, value in (WHOLE | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *command], env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "CONSORTIUM_ENV"])
def test_a_missing_setting_stops_the_start_with_a_sentence(name):
    stopped = run("check", **{name: None})
    assert stopped.returncode != 0
    assert stopped.stderr.startswith(f"{name} is not set. Production has no default for it")


def test_the_deployment_check_is_clean():
    checked = run("check", "--deploy", "--fail-level", "WARNING")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_development_key_is_refused(tmp_path):
    path = tmp_path / "credential.pem"
    path.write_bytes(b"DEVELOPMENT KEY: not for production\n" + made_key())
    stopped = run("check", CREDENTIAL_KEY_PATH=str(path))
    assert stopped.returncode != 0
    assert "CREDENTIAL_KEY_PATH names a development key" in stopped.stderr


def test_the_deployment_check_refuses_the_seal_of_a_first_run(tmp_path):
    path = tmp_path / "seal.pem"
    path.write_bytes(made_material(f"Seal ({DEVELOPMENT})", datetime.now(UTC)))
    checked = run("check", "--deploy", SEAL_PATH=str(path))
    assert checked.returncode != 0
    assert "made by a first run" in checked.stderr


def test_the_demonstration_is_not_installed():
    code = "from django.conf import settings; from django.urls import resolve, Resolver404\nimport django; django.setup()\n"
    code += "print('apps.demo' in settings.INSTALLED_APPS)\ntry: resolve('/demo/mail/')\nexcept Resolver404: print('no demo')"
    told = subprocess.run([sys.executable, "-c", code], env=os.environ | WHOLE | {"DJANGO_SETTINGS_MODULE": "consortium.settings"},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert told.stdout.split("\n")[:2] == ["False", "no demo"]


WRONG = [
    ("CONSORTIUM_ENV", "prod"),
    ("CONSORTIUM_ENV", "Production"),
    ("SECRET_KEY", "x"),
    ("ALLOWED_HOSTS", "*"),
    ("SITE_URL", "http://consortium.example"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_an_unsafe_setting_stops_the_start_with_one_sentence(name, value):
    stopped = run("check", **{name: value})
    assert stopped.returncode != 0
    assert stopped.stderr.startswith(name)
    assert len(stopped.stderr.splitlines()) == 1
