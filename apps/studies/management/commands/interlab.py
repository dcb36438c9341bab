"""`manage.py interlab`: the statistics of joint testing for a CSV file, without the platform around them."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from io import TextIOWrapper
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter

from apps.studies.interlab import BadFile, Question, as_text, comparison_of, consensus_of, levels_of
from apps.studies.interlab.manual import ABOUT, EXAMPLES

NEEDED: Final = ("incumbent", "candidate", "margin")
QUESTION: Final = (*NEEDED, "margin_low", "ratio")


class Manual(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Help that keeps its lines, Django's own options last."""


class Command(BaseCommand):
    help = ABOUT
    requires_system_checks: tuple[str, ...] = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class, parser.epilog = Manual, EXAMPLES
        parser.add_argument("file", help="CSV file; see below for its columns")
        parser.add_argument("--unit", default="", help="unit to convert all results to")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
        parser.add_argument(
            "--exclude",
            action="append",
            default=[],
            metavar="LAB[:MATERIAL]",
            help="leave out a laboratory, everywhere or from one material; may be repeated",
        )
        kind = parser.add_mutually_exclusive_group()
        kind.add_argument("--consensus", action="store_true", help="combine results with uncertainties")
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
        _check_question(options)
        asked = {"unit": options["unit"].strip(), "excluded": options["exclude"]}
        if options["consensus"]:
            return consensus_of(options["file"], **asked)
        if not options["equivalence"]:
            return levels_of(options["file"], **asked)
        question = Question(**{name: options[name] for name in QUESTION})
        return comparison_of(options["file"], question, **asked)


def _check_question(options: dict[str, Any]) -> None:
    """Refuse a comparison without its materials and margin, and these without a comparison: not overlooked."""
    given = [name for name in QUESTION if options[name] is not None and options[name] is not False]
    if not options["equivalence"]:
        if given:
            raise BadFile(f"--{given[0].replace('_', '-')} goes with --equivalence.")
    elif missing := [f"--{name}" for name in NEEDED if name not in given]:
        raise BadFile(f"--equivalence needs {', '.join(missing)}.")
