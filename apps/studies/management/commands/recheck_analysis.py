"""`manage.py recheck_analysis`: compute stored analyses again and compare them byte by byte."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.studies.models import Study
from apps.studies.services import recomputed


class Command(BaseCommand):
    help = "Compute the analyses of closed studies again and compare them with what is stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("study", nargs="?", default="", help="one study's reference; all if left out")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = Study.objects.unscoped("the operator checks every analysis").exclude(closed_at=None)
        if options["study"]:
            rows = rows.filter(reference=options["study"])
        checked = [recomputed(study) for study in rows.order_by("reference")]
        if options["study"] and not checked:
            message = f"There is no closed study {options['study']}."
            raise CommandError(message)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) | {"holds": one.holds} for one in checked]))
        else:
            for one in checked:
                self.stdout.write(f"{one.reference}: {'holds' if one.holds else 'DOES NOT HOLD'}")
            self.stdout.write(f"{len(checked)} analyses checked.")
        if not all(one.holds for one in checked):
            message = "At least one analysis does not follow from its inputs."
            raise CommandError(message)
