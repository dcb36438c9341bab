"""As whom the servers run. PostgreSQL refuses root; nothing that is not ours is re-owned or opened for it."""

import os
import pwd
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consortium.embedded.errors import EmbeddedError
from consortium.embedded.paths import Folders

PRIVATE = 0o700
# Not root, may enter the home, write the sockets' folder, run the program: what a server will need.
PROBE = 'test "$(id -u)" != 0 && test -x "$1" && test -w "$2" && "$3" --version >/dev/null'
# A user namespace in which we are called nobody, and still own what is ours.
AS_NOBODY = ("unshare", "--user", "--map-user=65534", "--map-group=65534")


@dataclass(frozen=True, slots=True)
class Launcher:
    """Words to put before a server's command, and who then owns its folders."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def private_folder(self, folder: Path) -> Path:
        """See that a 0700 folder of the server's user stands there, and nobody else's."""
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {self.uid, os.getuid()}:
            msg = f"{folder} belongs to another user: remove it, or choose another place by CONSORTIUM_HOME."
            raise EmbeddedError(msg)
        if found.st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(PRIVATE)
        return folder


def launcher_for(where: Folders, program: Path) -> Launcher:
    """Find a way to run this program for this home as an ordinary user."""
    if os.getuid() != 0:
        return Launcher(() if _has_a_name(os.getuid()) else AS_NOBODY, os.getuid(), os.getgid())
    for way in _ways_down(where):
        if _works(way, where, program):
            return way
    msg = (
        f"PostgreSQL does not run as root, and no way was found to run it as another user for {where.home}: "
        "start as an ordinary user, or set CONSORTIUM_HOME to a folder that everybody may enter."
    )
    raise EmbeddedError(msg)


def _ways_down(where: Folders) -> Iterator[Launcher]:
    uid, gid = _service_user(where)
    if uid:
        drop = ("setpriv", "--reuid", str(uid), "--regid", str(gid), "--clear-groups")
        yield Launcher((*drop, "--inh-caps", "-all"), uid, gid)
        # Below a 0700 parent, such as /root: may look through closed doors, but not write behind them.
        through = "-all,+dac_read_search"
        # The security bit makes access(2), by which PostgreSQL looks at its own program, heed that right.
        bits = ("--securebits", "+no_setuid_fixup")
        yield Launcher((*drop, "--inh-caps", through, "--ambient-caps", through, *bits), uid, gid)
    # Where root may not change its user (a container without those rights): a user namespace without root.
    yield Launcher(AS_NOBODY, 0, 0)


def _has_a_name(uid: int) -> bool:
    """Whether the user has a name, on which initdb insists; in a container it may be a mere number."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _service_user(where: Folders) -> tuple[int, int]:
    """Owner of the data that is there already, else `postgres`, else `nobody`: no user is made for us."""
    for folder in (where.postgres, where.redis):
        if folder.exists():
            return folder.stat().st_uid, folder.stat().st_gid
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    return 0, 0


def _works(way: Launcher, where: Folders, program: Path) -> bool:
    try:
        run = way.private_folder(where.run)
        command = [*way.prefix, "sh", "-c", PROBE, "probe", str(where.home), str(run), str(program)]
        tried = subprocess.run(command, check=False, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        works = False
    else:
        works = tried.returncode == 0 and b"invalid binary" not in tried.stderr  # it tells, and goes on
    if not works and where.run.is_dir():
        os.chown(where.run, os.getuid(), os.getgid())  # back to us, for the next way to take
    return works
