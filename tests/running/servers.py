"""What the tests of this folder look at from outside: the servers' processes."""

import subprocess
import sys
from pathlib import Path

import psutil

from consortium.embedded.paths import REPOSITORY, folders


def pids(home: Path) -> list[int]:
    """Process ids that the two servers of this home have written down."""
    files = (folders(home).postgres / "postmaster.pid", folders(home).run / "redis.pid")
    return [int(file.read_text().split()[0]) for file in files if file.exists()]


def alive(pid: int) -> bool:
    """Whether the process runs; one that is dead and not yet buried does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def another_program(home: Path) -> subprocess.Popen[str]:
    """A second program that uses this home's servers until its input ends; returns once they run."""
    code = (
        "import sys; from pathlib import Path; from consortium.embedded import running\n"
        "with running(Path(sys.argv[1]), fsync=False): print('up', flush=True); sys.stdin.read()"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(home)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "up\n"
    return program
