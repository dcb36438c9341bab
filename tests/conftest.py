"""For every test: its own files, a quiet broker, a cast, and the outbox by hand (servers: tests/servers.py)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Give each test its own media, mail, fast passwords and a cache of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": f"test-{worker}"}}


@pytest.fixture(autouse=True)
def _nobody_was_here_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Count the visits of each test alone: a fast machine asks more often in a minute than a stranger may."""
    from django.core.cache.backends.locmem import LocMemCache
    from rest_framework.throttling import SimpleRateThrottle

    monkeypatch.setattr(SimpleRateThrottle, "cache", LocMemCache(str(tmp_path), {}))


@pytest.fixture(autouse=True)
def _speaks_english() -> Iterator[None]:
    """Begin each test in the default language: a Turkish page leaves its language in the thread."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _quiet_broker(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Publish nothing unless the test wants a real worker: news waits in the outbox, see `deliver_news`."""
    if "worker" not in request.keywords:
        monkeypatch.setattr("apps.audit.outbox.publish", lambda _entry_id: None)


@pytest.fixture
def deliver_news(db: None) -> Callable[[], int]:
    """Deliver everything in the outbox, as the worker would; gives the number of entries delivered.

    Handlers' own news is delivered too, until nothing is left.
    """
    from apps.audit import outbox
    from apps.audit.models import Delivery

    def deliver() -> int:
        count = 0
        while waiting := list(
            Delivery.objects.filter(delivered_at=None, dead_at=None, attempts=0)
            .order_by("entry_id")
            .values_list("entry_id", flat=True)
            .distinct()
        ):
            for entry_id in waiting:
                outbox.deliver(entry_id)
                count += 1
        failed = list(Delivery.objects.filter(delivered_at=None).values_list("handler", "last_error"))
        assert failed == []
        return count

    return deliver


@pytest.fixture(scope="session", autouse=True)
def _flush_may_truncate_the_trail() -> Iterator[None]:
    """Let the flush after a `transaction=True` test empty the trail, which refuses TRUNCATE by trigger."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(self: DatabaseOperations, sql_list: list[str]) -> None:
        # CASCADE: knox's own, unused table still points at people.
        emptied = [sql.replace(";", " CASCADE;") if sql.startswith("TRUNCATE") else sql for sql in sql_list]
        flush(
            self,
            ["SET session_replication_role = replica", *emptied, "SET session_replication_role = DEFAULT"],
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture
def cast(db: None):  # type: ignore[no-untyped-def]
    """Alder Metals, Cedar, the administration and the others: see tests/cast.py."""
    from tests.cast import make_cast

    return make_cast()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: a journey of minutes at the end would leave the other process idle."""
    items.sort(key=lambda item: ["browser" not in item.keywords, "worker" not in item.keywords])
