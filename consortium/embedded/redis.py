"""The embedded Redis: started, found again, stopped; asked in its own protocol, which is a line of text."""

import signal
import socket
from pathlib import Path

from consortium.embedded import binaries, process
from consortium.embedded.launcher import Launcher
from consortium.embedded.paths import Folders


def start(where: Folders, as_whom: Launcher) -> process.Server | None:
    """See that Redis answers at its socket; give the process if it was started now."""
    if _server(where) is not None and process.wait_until(lambda: _answers(where), 10):
        return None
    stop(where)  # one that lost its socket would write to the same file as the new one
    for trace in (_pid_file(where), where.redis_socket):
        trace.unlink(missing_ok=True)
    log = where.log / "redis.log"
    child = process.start([*as_whom.prefix, str(binaries.redis_program()), *_options(where)], log)
    process.wait_for_start(child, lambda: _server(where) is not None and _answers(where), "Redis", log)
    return child


def stop(where: Folders) -> None:
    """Shut down with everything written; nothing happens if no server runs."""
    pid = _server(where)
    if pid is not None:
        process.end(pid, (signal.SIGTERM, 10))


def _options(where: Folders) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(where.redis_socket),
        "unixsocketperm": "700",
        "dir": str(where.redis),
        "pidfile": str(_pid_file(where)),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",  # the append-only file is the record; no snapshots beside it
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",  # a full queue must refuse work, not lose it
        "loglevel": "warning",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def _pid_file(where: Folders) -> Path:
    return where.run / "redis.pid"


def _server(where: Folders) -> int | None:
    pid = process.saved_pid(_pid_file(where))
    return pid if pid is not None and "redis-server" in (process.command_of(pid) or "") else None


def _answers(where: Folders) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(str(where.redis_socket))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
