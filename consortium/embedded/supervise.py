"""See that the servers of a home run for as long as somebody uses them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consortium.embedded import binaries, process, seats
from consortium.embedded import postgres as postgres_server
from consortium.embedded import redis as redis_server
from consortium.embedded.errors import EmbeddedError
from consortium.embedded.launcher import Launcher, launcher_for
from consortium.embedded.paths import Folders, Urls, folders, urls

HOME_MODE = 0o711  # the servers' own user must get through to its folders, and see nothing on the way
LOG_MODE = 0o700


@contextmanager
def running(home: Path, *, postgres: bool = True, redis: bool = True, fsync: bool = True) -> Iterator[Urls]:
    """Give the home's servers, started if they do not run; the last program to leave stops them.

    `fsync=False` is for tests: a crash of the machine may then spoil the data.
    Raises EmbeddedError, whose message is meant for the person at the terminal.
    """
    if os.environ.get("CONSORTIUM_ENV") == "production":
        msg = "Production brings its own servers: set DATABASE_URL and REDIS_URL (see deploy/README.md)."
        raise EmbeddedError(msg)
    where = _make_home(folders(home))
    children: list[process.Server | None] = []
    try:
        with seats.ended_by_signals(), seats.seat(where.home, lambda: _stop(where)):
            with seats.alone(where.home):
                as_whom = _user_of_servers(where)
                if postgres:
                    children.append(postgres_server.start(where, as_whom, fsync=fsync))
                if redis:
                    children.append(redis_server.start(where, as_whom))
            yield urls(home)
    finally:
        for child in filter(None, children):
            process.leave(child)


def _make_home(where: Folders) -> Folders:
    try:
        where.home.mkdir(mode=HOME_MODE, parents=True, exist_ok=True)
        where.log.mkdir(mode=LOG_MODE, exist_ok=True)
    except OSError as error:
        msg = f"The folder {where.home} cannot be used ({error.strerror}): choose another by CONSORTIUM_HOME."
        raise EmbeddedError(msg) from error
    return where


def _user_of_servers(where: Folders) -> Launcher:
    as_whom = launcher_for(where, binaries.postgres_program("postgres"))
    for folder in (where.run, where.redis):
        as_whom.private_folder(folder)
    return as_whom


def _stop(where: Folders) -> None:
    redis_server.stop(where)
    postgres_server.stop(where)
