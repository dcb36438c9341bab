"""PostgreSQL and Redis from wheels, on unix sockets of one home: for a first run, tests, demonstrations.

`urls(home)` tells where they listen, `running(home)` sees that they run, `for_command(argv)` does so for a
management command that needs them. Production brings its own servers and is refused here.
"""

from consortium.embedded.commands import for_command
from consortium.embedded.errors import EmbeddedError
from consortium.embedded.paths import Urls, default_home, urls
from consortium.embedded.supervise import running

__all__ = ["EmbeddedError", "Urls", "default_home", "for_command", "running", "urls"]
