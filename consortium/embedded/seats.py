"""Who uses a home's servers: each program takes a seat, and the last to leave turns off the lights.

Seats are file locks, so the kernel gives them back even if a program is killed.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from types import FrameType
from typing import IO

from consortium.embedded.errors import EmbeddedError

ASKED_TO_END = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the home's lock: one program at a time starts or stops servers."""
    with _open(home / "embedded.lock") as file:
        flock(file, LOCK_EX)
        yield


@contextmanager
def seat(home: Path, last_out: Callable[[], None]) -> Iterator[None]:
    """Count as a user of the home's servers; on leaving, call `last_out` if nobody else is there."""
    with _open(home / "users.lock") as file:
        flock(file, LOCK_SH)
        try:
            yield
        finally:
            with undisturbed(), alone(home):
                if _nobody_else(file):
                    last_out()


def _nobody_else(file: IO[bytes]) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("ab")
    except PermissionError:
        msg = f"{path.parent} belongs to another user: choose another folder by CONSORTIUM_HOME."
        raise EmbeddedError(msg) from None


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the program as Ctrl-C does, unless it answers them itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    mine = [number for number in ASKED_TO_END if signal.getsignal(number) is signal.SIG_DFL]
    for number in mine:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in mine:
            if signal.getsignal(number) is _end:
                signal.signal(number, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Finish tidying although asked to end once more; what is done here is bounded in time."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *ASKED_TO_END)}
    for number in before:
        signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
