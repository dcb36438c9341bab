"""Take a new key into use for what machines read, and retire the old one."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.certificates import selectors
from apps.certificates.documents.keyring import Unusable
from apps.certificates.services import give_up_key, rotate_key
from apps.core.actor import system_actor
from apps.core.errors import Refusal


class Command(BaseCommand):
    help = (
        "Take a new key into use for credentials and status lists, and retire the old one, which goes on to verify "
        "what it signed. Production reads the new key from the file that CREDENTIAL_KEY_PATH names."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compromised", metavar="KID", help="first give this key up: it leaves did.json")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        kid, given_up = options["compromised"], ""
        try:
            if kid:
                give_up_key(kid=kid, actor=system_actor())  # committed before anything else may fail
                given_up = f" {kid} is given up all the same."
            key = None if kid and selectors.key_in_use() else rotate_key(actor=system_actor())
        except (Refusal, Unusable) as error:
            raise CommandError(f"{error}{given_up}") from error
        told = {"kid": key.kid if key else None, "given_up": kid}
        words = f"Key {key.kid} signs from now on." if key else f"{kid} is given up; the key in use stays."
        self.stdout.write(json.dumps(told) if options["json"] else words)
