"""`manage.py load_reference`: countries, critical inputs, published production."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.supply.services import load_reference


class Command(BaseCommand):
    help = "Load the reference data of the repository. Costs nothing when it is loaded already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, **options: Any) -> None:
        loaded = load_reference()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(loaded)))
        elif loaded.changed:
            self.stdout.write(
                f"Loaded {loaded.countries} countries, {loaded.inputs} critical inputs "
                f"and {loaded.figures} production figures."
            )
        else:
            self.stdout.write("Reference data is up to date.")
