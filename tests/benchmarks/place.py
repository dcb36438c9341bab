"""A database of its own for a benchmark: embedded servers in a temporary home, migrated, with the cast."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def place(*, news: bool = False) -> Iterator[Any]:
    """Start servers, migrate, load reference data, make the cast; give the cast.

    News waits in the outbox, unless the benchmark has a worker that hears it (`news`).
    """
    sys.path.insert(0, str(Path(__file__).parents[2]))
    home = Path(tempfile.mkdtemp(prefix="consortium-bench-"))
    os.environ |= {
        "CONSORTIUM_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "consortium.settings",
        "LOG_LEVEL": "ERROR",
    }
    from consortium import embedded

    try:
        with embedded.running(home):
            import django

            django.setup()
            from django.core.management import call_command

            from apps.audit import outbox

            if not news:
                outbox.publish = lambda _entry_id: None  # no worker here
            call_command("migrate", verbosity=0)
            call_command("load_reference", verbosity=0)
            from tests.cast import make_cast

            yield make_cast()
    finally:
        shutil.rmtree(home, ignore_errors=True)
