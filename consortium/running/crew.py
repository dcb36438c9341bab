"""All processes of the platform: started, watched, ended together."""

import time
from collections.abc import Callable, Mapping

from consortium.running.child import Child
from consortium.running.roles import Role

PAUSE = 0.05  # seconds between two looks


class Crew:
    """The processes that run now."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._children: list[Child] = []

    def start(self, role: Role) -> Child:
        """Begin a process."""
        child = Child(role, self._environment)
        self._children.append(child)
        return child

    def run_to_end(self, role: Role) -> int:
        """Begin a process, watch over the others until it ends, and give its exit code."""
        child = self.start(role)
        self.watch(until=lambda: child.ended is not None)
        self._children.remove(child)
        child.finish()
        return child.process.returncode

    def watch(self, until: Callable[[], bool]) -> None:
        """Start again whatever ends that should last."""
        while not until():
            for child in self._children:
                if child.role.lasting:
                    child.start_again_if_due()
            time.sleep(PAUSE)

    def stop(self, patience_s: float) -> None:
        """Ask all to end, wait a bounded time, then end them."""
        for child in self._children:
            child.ask_to_end()
        until = time.monotonic() + patience_s
        while time.monotonic() < until and any(child.ended is None for child in self._children):
            time.sleep(PAUSE)
        self.kill()
        for child in self._children:
            child.finish()
        self._children.clear()

    def kill(self) -> None:
        """End all at once."""
        for child in self._children:
            child.kill()
