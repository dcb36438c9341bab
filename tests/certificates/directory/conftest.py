"""Certificates that their holders publish."""

import pytest

from apps.certificates import services
from tests.certificates.world import again


@pytest.fixture
def publish(world):
    """Publish a certificate as its holder's lead does."""

    def act(row, level="entry", by="alice"):
        services.list_publicly(certificate_id=row.pk, actor=world.actor(by), level=level)
        return again(row)

    return act


@pytest.fixture
def published(world, publish):
    """A certificate that stands in the directory, with its entry alone."""
    return publish(world.issued())
