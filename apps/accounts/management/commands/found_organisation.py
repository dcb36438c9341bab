"""For the operator: put an organisation on the platform, with the person who leads it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from apps.accounts.models import Organisation, Role
from apps.accounts.rules import MANAGE, capabilities_of
from apps.accounts.services import appoint, found_organisation
from apps.core.actor import system_actor
from apps.core.errors import Refusal


class Command(BaseCommand):
    help = (
        "Put an organisation on the platform (offices come in only this way) with a first person, "
        "who then chooses a password on the page “forgotten password”."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("kind", choices=Organisation.Kind.values)
        parser.add_argument("email")
        parser.add_argument("person")
        parser.add_argument("--role", choices=Role.values, default=Role.LEAD)
        parser.add_argument("--address", default="")
        parser.add_argument("--country", default="TR")
        parser.add_argument("--json", action="store_true")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if MANAGE not in capabilities_of(options["role"], options["kind"]):
            raise CommandError(
                "The first person must lead the organisation: nobody else could invite the others."
            )
        operator = system_actor()
        try:
            organisation = found_organisation(
                name=options["name"],
                kind=options["kind"],
                country=options["country"],
                address=options["address"],
                actor=operator,
            )
            appoint(
                organisation=organisation,
                email=options["email"],
                name=options["person"],
                role=options["role"],
                actor=operator,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        told = {"organisation": str(organisation.pk), "email": options["email"], "role": options["role"]}
        page = "/account/password/reset/"
        words = f"{organisation.name} is on the platform. {options['email']} chooses a password at {page}."
        self.stdout.write(json.dumps(told) if options["json"] else words)
