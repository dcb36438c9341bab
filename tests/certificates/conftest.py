"""A closed study, and certificates in every state, reached as people reach them."""

import pytest

from tests.certificates.world import World


@pytest.fixture
def quick_paper(monkeypatch):
    """Let paper be made without WeasyPrint, where the file is not the subject."""
    monkeypatch.setattr(
        "apps.certificates.documents.release.released", lambda printing, _seal: printing.facts.encode()
    )


@pytest.fixture
def quiet_press(monkeypatch):
    """Send nothing to a broker when news of an approval is delivered."""
    monkeypatch.setattr("apps.certificates.handlers.send_to_print", lambda _id: None)


@pytest.fixture
def world(cast, quick_paper, quiet_press):
    """The cast with a closed study; paper is made quickly."""
    return World(cast)
