"""A server's process: started apart from the terminal, found again by its id, and seen to the end."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from consortium.embedded.errors import EmbeddedError

Server = subprocess.Popen[bytes]
PAUSE = 0.02  # seconds between two looks
LOG_LIMIT = 5_000_000  # bytes; a longer log is begun anew at the next start
# Servers need none of our environment, and our secrets are none of their business.
ENVIRONMENT: Mapping[str, str] = MappingProxyType({"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"})


def start(command: list[str], log: Path) -> Server:
    """Start a server in its own session, so that a Ctrl-C in the terminal is ours alone to answer."""
    too_long = log.exists() and log.stat().st_size > LOG_LIMIT
    with log.open("wb" if too_long else "ab") as output:
        return subprocess.Popen(
            command,
            cwd="/",
            env=dict(ENVIRONMENT),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def command_of(pid: int) -> str | None:
    """Command line of a living process; None if there is none, or only what a dead one left (a zombie)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return None if state in "ZX" else Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return None


def saved_pid(file: Path) -> int | None:
    """First line of a pid file, if it holds a number."""
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Look again and again for at most so many seconds; tell whether it came true."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
    return True


def wait_for_start(
    process: Server, ready: Callable[[], bool], what: str, log: Path, seconds: float = 120
) -> None:
    """Wait until a server answers; say why, with its last words, if it ends or stays silent."""
    if wait_until(lambda: process.poll() is not None or ready(), seconds) and process.poll() is None:
        return
    if process.poll() is None:
        process.kill()
        process.wait()
    words = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
    msg = f"{what} did not start. Its last words, from {log}:\n{words}"
    raise EmbeddedError(msg)


def end(pid: int, *steps: tuple[signal.Signals, float]) -> None:
    """Ask a process to end, each step plainer than the one before; wait up to its seconds."""
    for number, seconds in (*steps, (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_until(lambda: _gone(pid), seconds):
            return


def _gone(pid: int) -> bool:
    with suppress(ChildProcessError):  # not our child, if another program started it
        os.waitpid(pid, os.WNOHANG)
    return command_of(pid) is None


def leave(process: Server) -> None:
    """Bury a child that has ended; forget one that lives on for others, so that Python does not complain."""
    if process.poll() is None:
        process.returncode = 0
