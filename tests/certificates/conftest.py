"""A closed study, and certificates in every state, reached as people reach them."""

from types import SimpleNamespace

import pytest

from tests.certificates.world import World


@pytest.fixture
def world(cast, monkeypatch):
    """The cast with a closed study; nothing is sent to a broker."""
    monkeypatch.setattr("apps.certificates.handlers.send_to_print", lambda _id: None)
    return World(cast)
