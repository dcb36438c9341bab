"""A real Celery worker in its own process, on the test's database and on a broker that nobody else uses.

    @pytest.mark.worker
    @pytest.mark.django_db(transaction=True)
    def test_…(settings, tmp_path):
        with own_broker():
            …                                # what is published now waits in this broker
            with running_worker() as worker:
                wait_until(lambda: …)
                worker.kill()                # kill -9 of the whole tree; or leave the block to stop it

A worker writes to the test's MEDIA_ROOT, and its mail to MEDIA_ROOT/../mail.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import redis
from django.conf import settings
from django.db import connection
from kombu import pools

ROOT = Path(__file__).parents[1]
BROKER = "CELERY_BROKER_URL"  # Celery reads it before any setting
UNREACHABLE = "redis+socket:///nowhere/redis.sock"


@contextmanager
def own_broker() -> Iterator[str]:
    """Publish to a Redis database of this test process's own, empty at first; give its address."""
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 15
    with publishing_to(_database(settings.CELERY_BROKER_URL, number)) as url:
        _client(url, number).flushdb()
        yield url
        _client(url, number).flushdb()


@contextmanager
def publishing_to(url: str) -> Iterator[str]:
    """Publish to another broker for a while."""
    before = os.environ.get(BROKER)
    os.environ[BROKER] = url
    _forget_connections()
    try:
        yield url
    finally:
        os.environ.pop(BROKER)
        if before:
            os.environ[BROKER] = before
        _forget_connections()


def _database(url: str, number: int) -> str:
    if url.startswith("redis+socket:"):
        return f"{url.split('?', maxsplit=1)[0]}?virtual_host={number}"
    return urlsplit(url)._replace(path=f"/{number}").geturl()


def _client(url: str, number: int) -> redis.Redis:
    if url.startswith("redis+socket:"):
        return redis.Redis(unix_socket_path=urlsplit(url).path, db=number)
    return redis.Redis.from_url(url)


def _forget_connections() -> None:
    from consortium.celery import app

    pools.reset()  # also forgets the pools: a closed one would refuse the same broker later
    app._pool = app.amqp._producer_pool = None


@dataclass
class Worker:
    """A running worker with its beat."""

    process: subprocess.Popen
    log: Path

    def kill(self) -> None:
        """Kill -9 the worker, its children and its beat, all at one instant as far as the system allows."""
        if self.process.poll() is None:
            family = [
                psutil.Process(self.process.pid),
                *psutil.Process(self.process.pid).children(recursive=True),
            ]
            os.killpg(self.process.pid, signal.SIGKILL)  # it leads a group of its own
            for member in family:
                if member.is_running():
                    member.kill()
            psutil.wait_procs(family, timeout=10)
        self.process.wait(10)

    def stop(self) -> None:
        """Ask it to end after what it is doing."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def running_worker(
    *,
    concurrency: int = 2,
    time_limit: int = 20,
    visibility: int = 5,
    sweep: float = 1.0,
    mail: Path | None = None,
    queues: str = "default,pdf",
) -> Iterator[Worker]:
    """Start worker and beat, wait until it is ready, and stop it at the end.

    Wants `own_broker()` around it. `time_limit` is the soft limit of a task, `sweep` the time from one sweep to
    the next, both in seconds.
    """
    folder = Path(tempfile.mkdtemp(prefix="worker-", dir=settings.MEDIA_ROOT.parent))
    (folder / "mail").mkdir()
    environment = os.environ | {
        BROKER: os.environ[BROKER],
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "WORKER_DATABASE": connection.settings_dict["NAME"],
        "WORKER_TIME_LIMIT": str(time_limit),
        "WORKER_SWEEP": str(sweep),
        "WORKER_MAIL": str(mail or folder / "mail"),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "VISIBILITY_TIMEOUT": str(visibility),
    }
    command = [
        "-m",
        "celery",
        "-A",
        "consortium",
        "worker",
        "-B",
        "-s",
        str(folder / "beat"),
        "-Q",
        queues,
    ]
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command, "-c", str(concurrency), "-l", "INFO", "--without-mingle", "--without-gossip"],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    worker = Worker(process, log)
    try:
        wait_until(lambda: process.poll() is not None or " ready." in log.read_text(), 60)
        assert process.poll() is None, log.read_text()
        yield worker
    finally:
        worker.stop()
        worker.kill()


def wait_until(true: Callable[[], object], seconds: float = 60, every: float = 0.1) -> None:
    """Wait for something, and fail if it does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(every)
