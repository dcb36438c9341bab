"""Write the trail as JSON lines, to be checked elsewhere by `python apps/audit/rules.py FILE`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.audit import selectors


class Command(BaseCommand):
    help = "Write the audit trail as JSON lines that rules.py checks without a database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chain", default="", help="only this chain")

    def handle(self, *args: Any, **options: Any) -> None:
        for row in selectors.all_rows(options["chain"]):
            self.stdout.write(json.dumps(row, ensure_ascii=False))
        for chain, (seq, digest) in selectors.heads(options["chain"]).items():
            self.stdout.write(json.dumps({"head": chain, "seq": seq, "hash": digest}))
