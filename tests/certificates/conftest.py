"""A closed study, and certificates in every state, reached as people reach them."""

import pytest
from django.utils import timezone

from apps.certificates.sealing.material import made_material
from tests.certificates.world import World


@pytest.fixture
def quick_paper(monkeypatch):
    """Let paper be made without WeasyPrint, where the file is not the subject."""
    monkeypatch.setattr(
        "apps.certificates.documents.release.released", lambda printing, _seal: printing.facts.encode()
    )


@pytest.fixture
def in_earnest(settings, tmp_path):
    """Let all be as in production: what is made is a certificate, sealed with the office's own seal."""
    settings.PRODUCTION = True
    settings.SEAL_PATH = tmp_path / "office.pem"
    settings.SEAL_PATH.write_bytes(made_material("Seal of the office", timezone.now()))


@pytest.fixture
def quiet_press(monkeypatch):
    """Send nothing to a broker when news of an approval is delivered."""
    monkeypatch.setattr("apps.certificates.handlers.send_to_print", lambda _id: None)


@pytest.fixture
def world(cast, quick_paper, quiet_press):
    """The cast with a closed study; paper is made quickly."""
    return World(cast)
