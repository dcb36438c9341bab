"""Entrance of `make run`: `python -m consortium.running`."""

import sys

from consortium.embedded import EmbeddedError
from consortium.running.house import run
from consortium.running.web import CannotRunError

if __name__ == "__main__":
    try:
        sys.exit(run())
    except (EmbeddedError, CannotRunError) as trouble:
        sys.exit(str(trouble))
