"""List the register: number, state, file."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from apps.certificates.models import Certificate
from apps.certificates.projections import state_word
from apps.certificates.selectors import pdf_path, register_lines, verify_address


class Command(BaseCommand):
    help = "List all numbered certificates with state, file and verification address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [self._told(row) for row in register_lines()]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        for row in rows:
            self.stdout.write(f"{row['number']}  {row['state']:<10}  {row['path'] or '(no file)'}")
        self.stdout.write(f"{len(rows)} certificates in the register.")

    @staticmethod
    def _told(row: Certificate) -> dict[str, Any]:
        return {
            "id": str(row.pk),
            "number": row.number,
            "state": state_word(row, timezone.now()),
            "path": str(pdf_path(row)) if row.pdf_sha256 else None,
            "pdf_sha256": row.pdf_sha256 or None,
            "valid_until": row.valid_until.isoformat() if row.valid_until else None,
            "verify_url": verify_address(str(row.number), row.facts_sha256),
        }
