"""The embedded servers after crashes, among strangers, and where they do not belong."""

import os
import signal
import socket
import tempfile
from pathlib import Path

import psycopg
import pytest

from consortium.embedded import EmbeddedError, commands, for_command, running
from consortium.embedded.commands import needs_servers
from consortium.embedded.paths import folders
from tests.running.servers import alive, another_program, pids


def test_servers_left_by_a_killed_program_are_taken_over_and_stopped(home: Path) -> None:
    with another_program(home) as program:
        servers = pids(home)
        program.kill()
    assert all(alive(pid) for pid in servers)
    with running(home, fsync=False):
        assert pids(home) == servers
    assert not any(alive(pid) for pid in servers)


def test_a_program_asked_to_end_stops_its_servers(home: Path) -> None:
    with another_program(home) as program:
        servers = pids(home)
        program.terminate()
        assert program.wait(timeout=30) == 128 + signal.SIGTERM
    assert not any(alive(pid) for pid in servers)


def test_killed_servers_are_started_anew(home: Path) -> None:
    with running(home, fsync=False):
        before = pids(home)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        with running(home, fsync=False) as here, psycopg.connect(here.conninfo) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
            assert set(pids(home)).isdisjoint(before)


def test_a_stale_pid_that_is_now_another_program_is_no_hindrance(home: Path) -> None:
    with running(home, fsync=False):
        pass
    stale = (folders(home).postgres / "postmaster.pid", folders(home).run / "redis.pid")
    for file in stale:
        file.write_text(f"{os.getpid()}\n{file.parent}\n")
    with running(home, fsync=False):
        assert os.getpid() not in pids(home)


def test_a_stale_socket_is_no_hindrance(home: Path) -> None:
    folders(home).run.mkdir(parents=True)
    for path in (folders(home).redis_socket, folders(home).postgres_socket):
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path))
    with running(home, fsync=False):
        assert len(pids(home)) == len(["postgres", "redis"])


def test_a_server_that_lost_its_socket_is_replaced(home: Path) -> None:
    with running(home, fsync=False):
        folders(home).postgres_socket.unlink()
        with running(home, fsync=False) as here, psycopg.connect(here.conninfo) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_data_of_another_version_are_refused_in_a_sentence(home: Path) -> None:
    folders(home).postgres.mkdir()
    (folders(home).postgres / "PG_VERSION").write_text("9\n")
    with (
        pytest.raises(EmbeddedError, match="were made by PostgreSQL 9, and here is PostgreSQL"),
        running(home),
    ):
        pass


def test_a_server_that_cannot_start_is_named_with_its_last_words(home: Path) -> None:
    with running(home, redis=False, fsync=False):
        pass
    (folders(home).postgres / "postgresql.conf").write_text("no_such_setting = on\n")
    with pytest.raises(EmbeddedError, match=r"(?s)PostgreSQL did not start.*no_such_setting"), running(home):
        pass


def test_a_socket_folder_laid_by_somebody_else_is_refused(home: Path) -> None:
    deep = home.joinpath(*["deep down"] * 15)
    trap = folders(deep).run
    with tempfile.TemporaryDirectory() as elsewhere:
        trap.symlink_to(elsewhere)
        try:
            with pytest.raises(EmbeddedError), running(deep, fsync=False):
                pass
        finally:
            trap.unlink()


def test_production_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSORTIUM_ENV", "production")
    with pytest.raises(EmbeddedError, match="DATABASE_URL and REDIS_URL"), running(home):
        pass
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ("migrate", True),
        ("makemigrations --check", True),
        ("check", False),
        ("check --deploy", False),
        ("check --database default", True),
        ("migrate --help", False),
        ("collectstatic --no-input", False),
        ("interlab results.csv --json", False),
        ("a_command_of_tomorrow", True),
        ("", False),
    ],
)
def test_a_command_gets_servers_if_it_needs_them(words: str, needed: bool) -> None:
    assert needs_servers(["manage.py", *words.split()]) is needed


def test_a_command_with_given_addresses_starts_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSORTIUM_HOME", str(home))
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/consortium")
    monkeypatch.setenv("REDIS_URL_FILE", "/run/secrets/redis")
    with for_command(["manage.py", "migrate"]):
        assert list(home.iterdir()) == []


def test_a_command_ends_in_a_sentence_if_servers_fail(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSORTIUM_HOME", str(home / "file"))
    (home / "file").write_text("not a folder")
    with pytest.raises(SystemExit, match="cannot be used"), commands.for_command(["manage.py", "migrate"]):
        pass
