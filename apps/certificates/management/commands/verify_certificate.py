"""`manage.py verify_certificate`: is this file one of ours, as it was sealed? Exit status 0 for authentic only."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.certificates.rules.authenticity import AUTHENTIC
from apps.certificates.rules.checked import Checked, checked_alone
from apps.certificates.sealing.found import Trust
from apps.certificates.sealing.sandbox import LARGEST, read_apart
from apps.core.letters import visible


class Command(BaseCommand):
    help = (
        "Check a certificate's PDF: from the register, or with --offline from a root certificate alone, "
        "without a database. Exit status 0 only for an authentic file, 1 for any other, 2 for a wrong call."
    )
    requires_system_checks: tuple[str, ...] = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the PDF")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--offline", action="store_true", help="without the register; needs --trust")
        parser.add_argument(
            "--trust", metavar="ROOT.pem", help="with --offline: the root certificate to trust"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        pdf = _read(options["file"], "file")
        if options["offline"]:
            if not options["trust"]:
                raise CommandError("--offline needs --trust ROOT.pem.", returncode=2)
            answer = _offline(pdf, _read(options["trust"], "root certificate"))
        elif options["trust"]:
            raise CommandError("--trust goes with --offline.", returncode=2)
        else:
            answer = _from_the_register(pdf)
        self.stdout.write(json.dumps(answer.as_dict(), indent=2) if options["json"] else _as_text(answer))
        if answer.verdict != AUTHENTIC:
            sys.exit(1)


def _read(path: str, what: str) -> bytes:
    """Read a file, but no more of it than is needed to see that it is too long. Raises `CommandError`."""
    try:
        if not Path(path).is_file():  # a pipe or a device might never end
            raise CommandError(f"The {what} cannot be read: it is no file.", returncode=2)
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"The {what} cannot be read: {error.strerror}.", returncode=2) from error


def _offline(pdf: bytes, root: bytes) -> Checked:
    try:
        trust = Trust((root.decode(),))
    except ValueError as error:
        raise CommandError("The root certificate is no certificate in PEM.", returncode=2) from error
    return checked_alone(read_apart(pdf, trust))


def _from_the_register(pdf: bytes) -> Checked:
    from django.utils import timezone  # noqa: PLC0415 - with settings only, as below

    from apps.certificates.selectors import check_file  # noqa: PLC0415 - offline there is no database

    return check_file(pdf, at=timezone.now())


def _as_text(answer: Checked) -> str:
    said = answer.as_dict()
    lines = [f"{answer.verdict.replace('_', ' ')}"]
    lines += [f"number  {answer.number}"] if answer.number else []
    lines += [f"state   {answer.state}"] if answer.state else []
    if answer.seal:
        word = "valid" if answer.seal.valid else "not valid"
        lines.append(f"seal    {word}, by {answer.seal.signer}, {answer.seal.signed_at or 'without a time'}")
    # The signer's name is a stranger's.
    return "\n".join(visible(line, "\N{REPLACEMENT CHARACTER}") for line in [*lines, *said["notes"]])
