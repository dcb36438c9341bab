"""Real PostgreSQL and Redis for the whole run, in a home of its own; loaded before Django reads its settings."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from consortium import embedded

HOME = "CONSORTIUM_TEST_HOME"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the servers once; an xdist worker finds them by its environment."""
    if HOME in os.environ:
        return
    home = Path(tempfile.mkdtemp(prefix="consortium-test-"))
    (home / "static").mkdir()  # whitenoise warns without it
    os.environ[HOME] = os.environ["CONSORTIUM_HOME"] = str(home)
    servers = embedded.running(home, fsync=False)
    servers.__enter__()

    def stop() -> None:
        servers.__exit__(None, None, None)
        shutil.rmtree(home, ignore_errors=True)

    early_config.add_cleanup(stop)
