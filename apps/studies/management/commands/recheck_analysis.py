"""`manage.py recheck_analysis`: compute stored analyses again and compare them byte by byte."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.studies.models import Study
from apps.studies.services import recomputed


class Command(BaseCommand):
    help = "Compute every run of the analyses of closed studies again and compare it with what is stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("study", nargs="?", default="", help="one study's reference; all if left out")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = Study.objects.unscoped("the operator checks every analysis").exclude(closed_at=None)
        if options["study"]:
            rows = rows.filter(reference=options["study"])
        checked = [one for study in rows.order_by("reference") for one in recomputed(study)]
        if options["study"] and not checked:
            message = f"There is no closed study {options['study']}."
            raise CommandError(message)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) | {"holds": one.holds} for one in checked]))
        else:
            for one in checked:
                word = "holds" if one.holds else "DOES NOT HOLD"
                self.stdout.write(f"{one.reference} run {one.number}: {word}")
            self.stdout.write(f"{len(checked)} runs checked.")
        if failed := [f"{one.reference} run {one.number}" for one in checked if not one.holds]:
            message = f"{', '.join(failed)}: does not follow from its inputs."
            raise CommandError(message)
