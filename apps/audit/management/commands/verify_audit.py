"""Re-compute every chain of the trail and name the first broken entry."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.audit import selectors
from apps.audit.rules import first_fault


class Command(BaseCommand):
    help = "Re-compute the audit chains; exit 1 and name the first broken entry if one does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chain", default="", help="only this chain, such as report:0b4e…")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        chain = options["chain"]
        fault, count = first_fault(selectors.all_rows(chain), selectors.heads(chain))
        fault = fault or selectors.changed_personal_part()
        if options["json"]:
            found = {"chain": fault.chain, "seq": fault.seq, "reason": fault.reason} if fault else None
            self.stdout.write(json.dumps({"entries": count, "holds": fault is None, "first_broken": found}))
        elif fault:
            self.stdout.write(f"Broken: entry {fault.seq} of {fault.chain}: {fault.reason}.")
        else:
            self.stdout.write(f"{count} entries checked: every chain holds.")
        if fault:
            raise SystemExit(1)
