"""The processes of a running platform, each as a name and a command."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
LISTEN = "127.0.0.1"
# Celery warns of root at each start; on a person's own machine or in a container that is no news.
CELERY = (PYTHON, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "consortium", "-q")


@dataclass(frozen=True, slots=True)
class Role:
    """One process: what it is called in the output, its command, and whether it is begun again if it ends."""

    name: str
    command: tuple[str, ...]
    lasting: bool = True


def web(port: int) -> Role:
    """Pages and API. Loaded once and then forked, which halves the time to the first page."""
    return Role(
        "web",
        (
            PYTHON, "-m", "gunicorn", "consortium.wsgi:application", "--bind", f"{LISTEN}:{port}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload",
            "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket",
        ),
    )  # fmt: skip


def worker() -> Role:
    """Work that takes time."""
    return Role(
        "worker",
        (
            *CELERY, "worker", "--loglevel", "WARNING",
            "--concurrency", "2", "--queues", "default,pdf", "--without-gossip", "--without-mingle",
        ),
    )  # fmt: skip


def beat(home: Path) -> Role:
    """The clock that starts regular work; what it last started is kept in the home."""
    schedule = home / "beat" / "schedule"
    schedule.parent.mkdir(parents=True, exist_ok=True)
    return Role(
        "beat",
        (
            *CELERY, "beat", "--loglevel", "WARNING",
            "--schedule", str(schedule), "--pidfile", "",
        ),
    )  # fmt: skip


def prepare(*commands: str) -> Role:
    """Management commands, run once to their end."""
    return Role("set-up", (PYTHON, "-m", "consortium.running.prepare", *commands), lasting=False)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in a running platform; tests put tiny stand-ins here."""

    web: Callable[[int], Role] = web
    worker: Callable[[], Role] = worker
    beat: Callable[[Path], Role] = beat
    prepare: Callable[..., Role] = prepare
    patience_s: float = 10.0  # to finish work in hand at the end; unfinished tasks are delivered again


def environment(home: Path, port: int) -> dict[str, str]:
    """What the processes find in their environment besides ours."""
    return os.environ | {
        "CONSORTIUM_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "consortium.settings"),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
