"""What `make run` does, in its order: servers, database, web, worker and beat, the demonstration."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consortium import embedded
from consortium.embedded.commands import given
from consortium.messages import compile_messages, locale_folders
from consortium.running import roles, stamp
from consortium.running.crew import Crew
from consortium.running.roles import Cast, Role
from consortium.running.signals import first_ends_second_kills
from consortium.running.voice import say
from consortium.running.web import CannotRunError, answers, check_port_free, chosen_port

WEB_START_LIMIT = 120.0  # seconds
DATA = ("migrate", "load_reference")
DEMONSTRATION = "play_demo"


def run(cast: Cast = Cast()) -> int:  # noqa: B008 - frozen
    """Run the platform until asked to end; leave nothing running. Gives the exit code."""
    began = time.monotonic()
    port = chosen_port()
    check_port_free(port)
    home = embedded.default_home()
    crew = Crew(roles.environment(home, port))
    try:
        with first_ends_second_kills(crew.kill), _servers(home):
            try:
                _start(crew, cast, home, port, began)
                crew.watch(until=lambda: False)
            finally:
                say("Stopping ...")
                crew.stop(cast.patience_s)
    except KeyboardInterrupt:
        say("Stopped.")
    return 0


@contextmanager
def _servers(home: Path) -> Iterator[None]:
    postgres, redis = not given("DATABASE_URL"), not given("REDIS_URL")
    if not (postgres or redis):
        yield
        return
    with embedded.running(home, postgres=postgres, redis=redis):
        yield


def _start(crew: Crew, cast: Cast, home: Path, port: int, began: float) -> None:
    """Start everything; with a database that is ready, the web server before all else."""
    database = os.environ.get("DATABASE_URL", "embedded")
    early = stamp.is_prepared(home, database)
    compile_messages(locale_folders())
    if not early:
        say("Preparing the database ...")
        _run(crew, cast.prepare(*DATA))
    _start_web(crew, cast.web(port), port, began)
    crew.start(cast.worker())
    crew.start(cast.beat(home))
    if early:
        _run(crew, cast.prepare(*DATA))
    stamp.remember(home, database)
    if crew.run_to_end(cast.prepare(DEMONSTRATION)):
        say("The demonstration is not complete (see above); the next start goes on with it.")
    say(f"Open {_address(port)} in a browser. Ctrl-C stops everything.")


def _run(crew: Crew, set_up: Role) -> None:
    if crew.run_to_end(set_up):
        msg = "The database could not be prepared (see above), so nothing was left running."
        raise CannotRunError(msg)


def _start_web(crew: Crew, role: Role, port: int, began: float) -> None:
    web = crew.start(role)
    limit = time.monotonic() + WEB_START_LIMIT
    while not answers(port):
        if web.ended is not None or time.monotonic() > limit:
            msg = f"The web server did not come up on port {port} (see above), so nothing was left running."
            raise CannotRunError(msg)
        time.sleep(0.05)
    say(f"The first page is up at {_address(port)} after {time.monotonic() - began:.1f} s.")


def _address(port: int) -> str:
    return f"http://{roles.LISTEN}:{port}/"
