"""Where the embedded servers of a home keep their data and listen. Pure: nothing is created or started."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

NAME = "consortium"  # database and role
PORT = 5432  # nothing listens on it: PostgreSQL names its socket file after it
LONGEST_SOCKET_PATH = 107  # bytes; sun_path of unix(7) less its closing zero
REPOSITORY = Path(__file__).resolve().parents[2]
# Not tempfile.gettempdir(): every program must name the same folder, whatever its TMPDIR says.
SHORT_ROOT = Path("/tmp")  # noqa: S108 - the folder made there is 0700 and its owner is checked


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses of the two servers, in the form each library reads.

    `database_url` is for django-environ (`env.db_url_config`), `conninfo` says the same to libpq (psycopg,
    psql, pg_dump); `redis_url` is for redis-py and Django's cache, `broker_url` for Celery.
    """

    database_url: str
    conninfo: str
    redis_url: str
    broker_url: str


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one home; `run` holds the sockets and may lie elsewhere if the home's path is long."""

    home: Path
    run: Path

    @property
    def postgres(self) -> Path:
        """Data folder of PostgreSQL."""
        return self.home / "postgres"

    @property
    def redis(self) -> Path:
        """Data folder of Redis."""
        return self.home / "redis"

    @property
    def log(self) -> Path:
        """Folder of what the servers say."""
        return self.home / "log"

    @property
    def postgres_socket(self) -> Path:
        """Socket file of PostgreSQL."""
        return self.run / f".s.PGSQL.{PORT}"

    @property
    def redis_socket(self) -> Path:
        """Socket file of Redis."""
        return self.run / "redis.sock"


def default_home() -> Path:
    """Folder that holds all that is made at run time: CONSORTIUM_HOME, or `var` in the repository."""
    return Path(os.environ.get("CONSORTIUM_HOME") or REPOSITORY / "var").expanduser().resolve()


def folders(home: Path) -> Folders:
    """Folders of this home, the sockets' one short enough for the kernel."""
    home = home.expanduser().resolve()
    here = Folders(home, home / "run")
    if len(os.fsencode(here.postgres_socket)) <= LONGEST_SOCKET_PATH:
        return here
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Folders(home, SHORT_ROOT / f"{NAME}-{os.getuid()}-{digest}")


def urls(home: Path) -> Urls:
    """Tell where the embedded servers of this home listen once they run."""
    where = folders(home)
    socket = quote(str(where.redis_socket))
    return Urls(
        # The second slash after the at sign is the first of the folder: how environ spells a unix socket.
        database_url=f"postgresql://{NAME}@/{quote(str(where.run))}/{NAME}",
        conninfo=f"postgresql://{NAME}@/{NAME}?host={quote(str(where.run), safe='')}&port={PORT}",
        redis_url=f"unix://{socket}?db=0",
        broker_url=f"redis+socket://{socket}?virtual_host=0",
    )
