"""A closed study, and certificates in every state, reached as people reach them."""

import pytest

from tests.certificates.post_office import open_post_office
from tests.certificates.world import World


@pytest.fixture
def quick_paper(monkeypatch):
    """Let paper be made without WeasyPrint, where the file is not the subject."""
    monkeypatch.setattr(
        "apps.certificates.documents.release.released", lambda printing, _seal: printing.facts.encode()
    )


@pytest.fixture
def quiet_press(monkeypatch):
    """Send nothing to a broker when news of an approval, a letter or a batch is delivered."""
    for name in ("send_to_print", "send_to_post", "send_to_judge"):
        monkeypatch.setattr(f"apps.certificates.handlers.{name}", lambda _id: None)


@pytest.fixture
def world(cast, quick_paper, quiet_press):
    """The cast with a closed study; paper is made quickly."""
    return World(cast)


@pytest.fixture
def post_office(settings):
    """A real mail server in this process, to which mail goes."""
    with open_post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office
