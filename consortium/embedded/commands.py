"""Which management commands need servers, and the servers for those that do."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from consortium.embedded.errors import EmbeddedError
from consortium.embedded.paths import default_home
from consortium.embedded.supervise import running

# Everything not named here gets servers: a command that runs without them is quick, one that fails is not.
WITHOUT_SERVERS = frozenset(
    {
        "help", "version", "--help", "--version", "-h", "interlab",
        "makemessages", "compilemessages", "collectstatic", "findstatic",
        "diffsettings", "spectacular", "startapp", "startproject",
    }
)  # fmt: skip


@contextmanager
def for_command(argv: Sequence[str]) -> Iterator[None]:
    """Run the body with what this command line needs; a trouble with the servers ends in one sentence."""
    postgres = needs_servers(argv) and not given("DATABASE_URL")
    redis = needs_servers(argv) and not given("REDIS_URL")
    if not (postgres or redis) or os.environ.get("CONSORTIUM_ENV") == "production":
        yield  # in production the settings say which address is missing
        return
    try:
        with running(default_home(), postgres=postgres, redis=redis):
            yield
    except EmbeddedError as error:
        sys.exit(str(error))


def needs_servers(argv: Sequence[str]) -> bool:
    """Tell whether this command line (`manage.py check --deploy`) touches the database or the queue."""
    words = list(argv[1:])
    if not words or words[0] in WITHOUT_SERVERS or {"-h", "--help"} & set(words):
        return False
    return words[0] != "check" or "--database" in words


def given(name: str) -> bool:
    """Tell whether the environment names this server, itself or by a file (as django-environ reads it)."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))
