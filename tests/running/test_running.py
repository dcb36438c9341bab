"""`make run` with stand-ins: it starts in order, leaves nothing behind, and says plainly what is wrong."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from consortium.embedded.paths import REPOSITORY
from tests.running.servers import alive, pids

STAND_IN = Path(__file__).with_name("stand_in.py")
UP = "Ctrl-C stops everything"


class House:
    """A running platform, seen from outside."""

    def __init__(self, program: subprocess.Popen[str], home: Path) -> None:
        self.program = program
        self.home = home
        self.said: list[str] = []

    def wait_for(self, words: str) -> None:
        """Read what it says until these words come."""
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self.said.append(line)
            if words in line:
                return
        pytest.fail(f"{words!r} was never said, but: {''.join(self.said)}")

    def everything(self) -> list[int]:
        """Process ids of all that it runs, servers with it."""
        children = psutil.Process(self.program.pid).children(recursive=True)
        return [child.pid for child in children] + pids(self.home)

    def end(self) -> int:
        """Wait for the end, read the rest, and give the exit code."""
        assert self.program.stdout is not None
        self.said += self.program.stdout.readlines()
        return self.program.wait(timeout=30)


@contextmanager
def house(home: Path, *words: str, port: int | None = None, with_postgres: bool = False) -> Iterator[House]:
    """Start a platform with stand-ins; Redis alone stands for the servers, unless both are asked for."""
    environment = os.environ | {"CONSORTIUM_HOME": str(home), "PORT": str(port or free_port())}
    if not with_postgres:
        environment["DATABASE_URL"] = "postgres://nobody-asks/consortium"
    program = subprocess.Popen(
        [sys.executable, str(STAND_IN), *words],
        cwd=REPOSITORY,
        env=environment | {"PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with program:
        try:
            yield House(program, home)
        finally:
            program.terminate()


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_leaves_nothing_behind(home: Path, number: signal.Signals) -> None:
    with house(home, with_postgres=True) as it:
        it.wait_for(UP)
        everything = it.everything()
        it.program.send_signal(number)
        assert it.end() == 0
    assert len(everything) >= len(["web", "its child", "worker", "beat", "postgres", "redis"])
    assert not any(alive(pid) for pid in everything)


def test_it_says_first_that_the_page_is_up_and_last_where(home: Path) -> None:
    with house(home) as it:
        it.wait_for(UP)
    starts = [line.split(" at ")[0].split(" http")[0].strip() for line in it.said]
    assert starts == ["Preparing the database ...", "set up", "The first page is up", "set up", "Open"]


def test_a_second_start_shows_the_page_before_it_prepares(home: Path) -> None:
    for _ in range(2):
        with house(home) as it:
            it.wait_for(UP)
            it.program.terminate()
            it.end()
    assert it.said[0].startswith("The first page is up")


def test_who_does_not_listen_is_ended_in_bounded_time(home: Path) -> None:
    with house(home, "stubborn") as it:
        it.wait_for(UP)
        everything = it.everything()
        it.program.terminate()
        assert it.end() == 0
    assert not any(alive(pid) for pid in everything)


def test_a_second_request_ends_it_at_once(home: Path) -> None:
    with house(home, "stubborn", "patient") as it:
        it.wait_for(UP)
        everything = it.everything()
        it.program.send_signal(signal.SIGINT)
        it.wait_for("Stopping")
        asked_again = time.monotonic()
        it.program.send_signal(signal.SIGINT)
        assert it.end() == 0
        assert time.monotonic() - asked_again < 10  # seconds, of the 60 it would wait
    assert not any(alive(pid) for pid in everything)


def test_it_tidies_up_although_nobody_listens_any_more(home: Path) -> None:
    with house(home) as it:
        it.wait_for(UP)
        everything = it.everything()
        assert it.program.stdout is not None
        it.program.stdout.close()
        it.program.send_signal(signal.SIGHUP)
        it.program.wait(timeout=30)
    assert not any(alive(pid) for pid in everything)


def test_it_can_be_stopped_while_it_sets_up(home: Path) -> None:
    with house(home, "slow-set-up") as it:
        it.wait_for("setting up")
        everything = it.everything()
        it.program.send_signal(signal.SIGINT)
        assert it.end() == 0
    assert not any(alive(pid) for pid in everything)


def test_a_web_server_that_does_not_start_ends_all_with_a_sentence(home: Path) -> None:
    with house(home, "broken-web") as it:
        assert it.end() == 1
    assert it.said[-1].startswith("The web server did not come up on port")
    assert not any(alive(pid) for pid in pids(home))


def test_a_taken_port_is_told_before_anything_starts(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with house(home, port=other.getsockname()[1]) as it:
            assert it.end() == 1
    assert [line.split(" ")[0] for line in it.said] == ["Port"]
    assert list(home.iterdir()) == []


def test_a_worker_that_ends_is_started_again(home: Path) -> None:
    with house(home, "short-lived-worker") as it:
        it.wait_for("here and gone")
        it.wait_for("starting it again in 1 s")
        it.wait_for("here and gone")
        it.wait_for("starting it again in 2 s")
