"""One process of the platform: started apart, its output passed on, ended with all it began."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import IO

from consortium.running.roles import Role
from consortium.running.voice import say

LONGEST_PAUSE = 30.0  # seconds between two attempts to start again
HEALTHY = 60.0  # seconds of life after which earlier failures are forgiven


class Child:
    """A role and the process that plays it now."""

    def __init__(self, role: Role, environment: Mapping[str, str]) -> None:
        self.role = role
        self.failures = 0
        self._environment = dict(environment)
        self._start_again_at: float | None = None
        self._start()

    def _start(self) -> None:
        self._started_at = time.monotonic()
        self._start_again_at = None
        self._swept = False
        self.process = subprocess.Popen(
            [*_ended_with_us(), *self.role.command],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C in the terminal is the supervisor's to answer
        )
        self._pump = threading.Thread(target=self._pass_on, args=(self.process.stdout,), daemon=True)
        self._pump.start()

    def _pass_on(self, output: IO[str]) -> None:
        prefix = f"{self.role.name:6} | " if self.role.lasting else ""
        with suppress(ValueError):  # closed under our hands at the end
            for line in filter(str.strip, output) if self.role.lasting else output:
                say(prefix + line)

    @property
    def ended(self) -> int | None:
        """Exit code of the process, None while it lives."""
        return self.process.poll()

    def start_again_if_due(self) -> None:
        """If the process has ended, say so, wait a growing while, and start it anew."""
        if self.ended is None:
            return
        now = time.monotonic()
        if self._start_again_at is None:
            self.kill()  # what it began and left behind
            self.failures = 1 if now - self._started_at > HEALTHY else self.failures + 1
            pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
            self._start_again_at = now + pause
            say(f"{self.role.name} ended with code {self.ended}; starting it again in {pause:.0f} s.")
        elif now >= self._start_again_at:
            self._start()

    def ask_to_end(self) -> None:
        """Ask the process to finish what it has in hand; it tells its own children."""
        with suppress(ProcessLookupError):
            self.process.terminate()

    def kill(self) -> None:
        """End the process and all it began, at once; not again after its end: the number may be another's."""
        if self._swept:
            return
        self._swept = self.ended is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def finish(self) -> None:
        """After the end: sweep up what it left, and read its last words."""
        self.process.wait()
        self.kill()
        self._pump.join(timeout=1)
        if self.process.stdout is not None and not self._pump.is_alive():
            self.process.stdout.close()


def _ended_with_us() -> tuple[str, ...]:
    """Let the kernel end the process if we are killed, where the machine has the tool for it.

    Not by TERM: a worker that can no longer write to us never gets to its end.
    """
    return ("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()
