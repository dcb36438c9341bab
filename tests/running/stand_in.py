"""`make run` with tiny stand-ins for its processes; run by test_running.py as a program of its own.

Arguments say which stand-in misbehaves: `stubborn` (a worker that ignores requests to end), `broken-web`,
`slow-set-up`, `short-lived-worker`; and `patient`: wait a minute for the stubborn.
"""

import sys

from consortium.embedded import EmbeddedError
from consortium.running import house
from consortium.running.roles import Cast, Role
from consortium.running.web import CannotRunError

WEB = """
import http.server, subprocess, sys
subprocess.Popen(["sleep", "600"])  # as gunicorn has workers
class Live(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Live).serve_forever()
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


def play(words: list[str]) -> int:
    """Run the house with stand-ins."""
    worker = STUBBORN if "stubborn" in words else "import time; time.sleep(600)"
    if "short-lived-worker" in words:
        worker = "print('here and gone')"
    web = "raise SystemExit(3)" if "broken-web" in words else WEB
    slow = "import time; print('setting up', flush=True); time.sleep(600)"
    set_up = slow if "slow-set-up" in words else "print('set up')"
    return house.run(
        Cast(
            web=lambda port: Role("web", (sys.executable, "-c", web, str(port))),
            worker=lambda: Role("worker", (sys.executable, "-c", worker)),
            beat=lambda _home: Role("beat", ("sleep", "600")),
            prepare=lambda *_commands: Role("set-up", (sys.executable, "-c", set_up), lasting=False),
            patience_s=60.0 if "patient" in words else 1.0,
        )
    )


if __name__ == "__main__":
    try:
        sys.exit(play(sys.argv[1:]))
    except (EmbeddedError, CannotRunError) as trouble:
        sys.exit(str(trouble))
