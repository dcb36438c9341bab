"""The embedded PostgreSQL: made once, started, found again, stopped."""

import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from consortium.embedded import binaries, process
from consortium.embedded.errors import EmbeddedError
from consortium.embedded.launcher import Launcher
from consortium.embedded.paths import NAME, PORT, Folders

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",  # two cores, and containers with little /dev/shm
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for tests only
BUILTIN_LOCALE_SINCE = 17
SEGMENT_LINE, STATUS_LINE = 6, 7  # of postmaster.pid, counted from 0


def start(where: Folders, as_whom: Launcher, *, fsync: bool) -> process.Server | None:
    """See that PostgreSQL answers at its socket with our database; give the process if it was started now."""
    program = binaries.postgres_program("postgres")
    child = None
    if not _answers(where):
        _check_version(where, program)
        child = _start_server(where, as_whom, program, fsync=fsync)
    _create_database(where)
    return child


def stop(where: Folders) -> None:
    """Fast shutdown, plainer if it takes too long; nothing happens if no server runs."""
    pid = _server(where)
    if pid is not None:
        process.end(pid, (signal.SIGINT, 20), (signal.SIGQUIT, 5))


def _start_server(where: Folders, as_whom: Launcher, program: Path, *, fsync: bool) -> process.Server:
    _clear_traces(where)
    if not where.postgres.exists():
        _create_cluster(where, as_whom)
    options = SETTINGS | {"unix_socket_directories": _quoted(where.run)} | ({} if fsync else CARELESS)
    command = [*as_whom.prefix, str(program), "-D", str(where.postgres)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    log = where.log / "postgres.log"
    child = process.start(command, log)
    process.wait_for_start(child, lambda: _status(where) == "ready", "PostgreSQL", log)
    return child


def _answers(where: Folders) -> bool:
    """Whether a server runs and listens where it should; one that does not listen there is stopped."""
    process.wait_until(lambda: _server(where) is None or _status(where) == "ready", 120)
    if _server(where) is None:
        return False
    if _status(where) == "ready" and where.postgres_socket.exists():
        return True
    stop(where)
    return False


def _server(where: Folders) -> int | None:
    """Process id of the living server of this data folder."""
    pid = process.saved_pid(where.postgres / "postmaster.pid")
    if pid is None or str(where.postgres) not in (process.command_of(pid) or ""):
        return None
    return pid


def _status(where: Folders) -> str:
    """What the server says of itself: "starting", "ready", "stopping", or "" if it says nothing."""
    try:
        lines = (where.postgres / "postmaster.pid").read_text().splitlines()
    except OSError:
        return ""
    return lines[STATUS_LINE].strip() if len(lines) > STATUS_LINE else "starting"


def _clear_traces(where: Folders) -> None:
    """Take away what a killed server left, once the last of its processes is gone.

    Its id may meanwhile be another program's: PostgreSQL would take that for itself and refuse to start.
    """
    if not process.wait_until(lambda: not _orphans(where), 30):
        msg = f"Processes of a killed PostgreSQL still work in {where.postgres}: end them, then try again."
        raise EmbeddedError(msg)
    lock = where.postgres_socket.with_name(f"{where.postgres_socket.name}.lock")
    for trace in (where.postgres / "postmaster.pid", where.postgres_socket, lock):
        trace.unlink(missing_ok=True)


def _orphans(where: Folders) -> bool:
    """Whether processes still hold the memory segment of the last server: PostgreSQL's own safety check."""
    try:
        key, number = (where.postgres / "postmaster.pid").read_text().splitlines()[SEGMENT_LINE].split()
        segments = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    except (OSError, IndexError, ValueError):
        return False
    held = {(row[0], row[1]) for row in map(str.split, segments) if row[6] != "0"}  # row[6]: how many hold it
    return (key, number) in held


def _check_version(where: Folders, program: Path) -> None:
    file = where.postgres / "PG_VERSION"
    if not file.exists():
        return
    data, here = file.read_text().strip(), binaries.postgres_major(program)
    if data != here:
        msg = (
            f"The data in {where.postgres} were made by PostgreSQL {data}, and here is PostgreSQL {here}: "
            f"dump them with version {data} and load them anew, or remove that folder to begin afresh."
        )
        raise EmbeddedError(msg)


def _create_cluster(where: Folders, as_whom: Launcher) -> None:
    """Make the data folder, whole or not at all."""
    draft = where.home / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    as_whom.private_folder(draft)
    initdb = binaries.postgres_program("initdb")
    command = [*as_whom.prefix, str(initdb), "-D", str(draft), "-U", NAME, "--auth=trust", "--no-sync"]
    command += ["--encoding=UTF8", *_locale(binaries.postgres_major(initdb))]
    done = subprocess.run(
        command, cwd="/", env=dict(process.ENVIRONMENT), check=False, capture_output=True, text=True
    )
    if done.returncode:
        msg = f"The database could not be made in {draft}: {(done.stderr or done.stdout).strip()}"
        raise EmbeddedError(msg)
    draft.rename(where.postgres)


def _locale(major: str) -> list[str]:
    """The same order and the same capitals on every machine; capitals beyond ASCII, as in ÇELİK."""
    if int(major) >= BUILTIN_LOCALE_SINCE:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C", "--lc-ctype=C.UTF-8"]


def _create_database(where: Folders) -> None:
    with psycopg.connect(
        host=str(where.run), port=PORT, user=NAME, dbname="postgres", autocommit=True, connect_timeout=30
    ) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute("CREATE DATABASE consortium")


def _quoted(folder: Path) -> str:
    return '"' + str(folder).replace('"', '""') + '"'
