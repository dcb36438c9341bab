"""`manage.py interlab`: the statistics of joint testing for a CSV file, without the platform around them."""

import json
import sys
from io import TextIOWrapper
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.studies.interlab import BadFile, Question, as_text, comparison_of, consensus_of, levels_of


class Command(BaseCommand):
    help = "Compute precision, outlier tests, robust figures, consensus or equivalence from a CSV file."
    requires_system_checks: tuple[str, ...] = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV with lab,material,replicate,value (qualifier, unit, batch)")
        parser.add_argument("--unit", default="", help="unit to convert all results to")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--exclude", action="append", default=[], metavar="LAB[:MATERIAL]", help="repeatable"
        )
        kind = parser.add_mutually_exclusive_group()
        kind.add_argument("--consensus", action="store_true", help="file with lab,value,u or lab,mean,sd,n")
        kind.add_argument("--equivalence", action="store_true", help="compare two materials (TOST)")
        parser.add_argument("--incumbent", help="with --equivalence: the material in use")
        parser.add_argument("--candidate", help="with --equivalence: the material that may replace it")
        parser.add_argument(
            "--margin", type=float, help="upper margin of candidate - incumbent, or of the ratio"
        )
        parser.add_argument("--margin-low", type=float, help="lower margin; -MARGIN or 1/MARGIN if left out")
        parser.add_argument("--ratio", action="store_true", help="margins are of candidate / incumbent")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            answer = self._answer(options)
        except BadFile as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        text = json.dumps(answer, allow_nan=False, indent=2) if options["json"] else as_text(answer)
        if isinstance(sys.stdout, TextIOWrapper):
            # A name the terminal cannot show must not cost the answer.
            sys.stdout.reconfigure(errors="backslashreplace")
        self.stdout.write(text)

    def _answer(self, options: dict[str, Any]) -> dict[str, Any]:
        asked = {"unit": options["unit"].strip(), "excluded": options["exclude"]}
        if options["consensus"]:
            return consensus_of(options["file"], **asked)
        if not options["equivalence"]:
            return levels_of(options["file"], **asked)
        needed = ("incumbent", "candidate", "margin")
        if missing := [f"--{name}" for name in needed if options[name] is None]:
            raise BadFile(f"--equivalence needs {', '.join(missing)}.")
        question = Question(**{name: options[name] for name in (*needed, "margin_low", "ratio")})
        return comparison_of(options["file"], question, **asked)
