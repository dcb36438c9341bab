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
    import django  # noqa: PLC0415 - after the settings module is named
    from django.core.management import CommandError, call_command  # noqa: PLC0415 - likewise

    django.setup()
    for command in commands:
        try:
            call_command(command, **QUIET.get(command, {}))
        except CommandError as error:
            sys.exit(f"{command}: {error}")


if __name__ == "__main__":
    prepare(sys.argv[1:])
