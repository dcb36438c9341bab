"""Several management commands in one process, because loading Django is what takes the time.

`python -m consortium.running.prepare migrate load_reference`
"""

import os
import sys
from collections.abc import Sequence

QUIET: dict[str, dict[str, object]] = {"migrate": {"interactive": False, "verbosity": 0}}


def prepare(commands: Sequence[str]) -> None:
    """Run these commands one after the other; the first that fails ends it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortium.settings")
    import django  # after the settings module is named
    from django.core.management import call_command

    django.setup()
    for command in commands:
        call_command(command, **QUIET.get(command, {}))


if __name__ == "__main__":
    prepare(sys.argv[1:])
