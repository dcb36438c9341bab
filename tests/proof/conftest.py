"""One rich world per module, in a transaction that is rolled back at its end; the clock stands still."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from rest_framework.throttling import SimpleRateThrottle

from tests.proof.world import NOW, World, build


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker, media: Path) -> Iterator[World]:  # type: ignore[no-untyped-def]
    quick = {
        "MEDIA_ROOT": media,
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        override_settings(**quick),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr("apps.audit.outbox.publish", lambda _entry_id: None)
        logging.disable(logging.WARNING)  # thousands of refusals are not worth a line each
        yield build()
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _as_in_the_world(world: World, media: Path, settings, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Keep the world's files in every test, and let nobody be turned away for asking often."""
    settings.MEDIA_ROOT = media
    settings.DEMONSTRATION = False  # its sign-in page names its people to everybody
    monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda *_args: True)


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let lists turn a page after five rows, so that turning is proven too."""
    monkeypatch.setattr("apps.changes.pages.lists.REPORTS_A_PAGE", 5)
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", 5)
    monkeypatch.setattr("apps.audit.selectors.A_PAGE", 2)
    for module in ("reports", "cases"):
        monkeypatch.setattr(f"apps.changes.api.{module}.A_PAGE", 5)
