#!/usr/bin/env python
"""Django's command line; starts the embedded servers for commands that need them."""

import os
import sys


def main() -> None:
    """Run one management command, with PostgreSQL and Redis at hand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortium.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - names settings first

    from consortium import embedded  # noqa: PLC0415 - as above

    with embedded.for_command(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
