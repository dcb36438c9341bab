#!/usr/bin/env python
"""Django's command line; starts the embedded servers for commands that need them."""

import os
import sys


def main() -> None:
    """Run one management command, with PostgreSQL and Redis at hand."""
    if sys.argv[1:2] == ["interlab"]:
        # A file in, numbers out: without settings and apps it starts in half the time.
        from apps.studies.management.commands.interlab import Command  # noqa: PLC0415 - for this command only

        return Command().run_from_argv(sys.argv)
    if sys.argv[1:2] == ["verify_certificate"] and "--offline" in sys.argv:
        # A file and a root in, a verdict out: whoever holds both needs no database and no platform.
        from apps.certificates.management.commands.verify_certificate import (  # noqa: PLC0415 - as above
            Command as Verify,
        )

        return Verify().run_from_argv(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortium.settings")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - as below
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - names settings first

    from consortium import embedded  # noqa: PLC0415 - as above

    try:
        with embedded.for_command(sys.argv):
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
