"""Remembers for which migrations and packages the database was last prepared.

A guess that saves time, not a truth: it only decides whether the web server may start before the
migrations are looked at. They are looked at on every start.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from consortium.embedded.paths import REPOSITORY


def is_prepared(home: Path, database: str) -> bool:
    """Whether this database was prepared for the code as it is now."""
    try:
        return _file(home).read_text() == _print(home, database)
    except OSError:
        return False


def remember(home: Path, database: str) -> None:
    """Note that this database has just been prepared."""
    _file(home).write_text(_print(home, database))


def _file(home: Path) -> Path:
    return home / "prepared"


def _print(home: Path, database: str) -> str:
    digest = hashlib.sha256(database.encode())
    made = home / "postgres" / "PG_VERSION"  # as old as the embedded database itself
    digest.update(str(made.stat().st_mtime_ns if made.exists() else 0).encode())
    for file in _sources():
        digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from sorted(REPOSITORY.glob("apps/*/migrations/*.py"))
    yield from REPOSITORY.glob("deploy/requirements.txt")  # migrations of other people's apps
