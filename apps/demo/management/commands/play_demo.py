"""Play the demonstration once, with the real worker; say where to look."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.demo import story
from apps.demo.waiting import StillWaitingError


class Command(BaseCommand):
    help = "Play the demonstration once through the services (needs a running worker); say where to look."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = story.play(say=self.stderr.write if options["json"] else self.stdout.write)
        except StillWaitingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(told.as_dict()) if options["json"] else told.as_text())
