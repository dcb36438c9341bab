"""List the seals, and say that a key is compromised."""

from datetime import datetime
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from apps.certificates.documents import archive
from apps.certificates.documents import release as documents
from apps.certificates.models import Certificate, SealKey
from apps.certificates.sealing.material import SealError
from apps.certificates.services import Printing, active_seal
from apps.certificates.services.resealing import compromise_seal, seal_again, sealed_by
from apps.certificates.services.sealing import ActiveSeal
from apps.core.actor import system_actor
from apps.core.errors import Missing

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = (
        "List the seals. With --compromised FINGERPRINT --since DAY mark one as no longer trusted, list what it "
        "sealed, and seal it all again with the seal of the settings, which must be another one by then. "
        "Done twice, it does nothing more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compromised", metavar="FINGERPRINT", help="or its first characters, as listed")
        parser.add_argument(
            "--since", metavar="DAY", help="first day on which somebody else may have had the key"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["compromised"]:
            self._compromised(options["compromised"], _day(options["since"]))
        for row in SealKey.objects.order_by("registered_at"):
            word = "compromised" if row.compromised_at else "retired" if row.retired_at else "in use"
            days = f"{row.not_before:%Y-%m-%d} to {row.not_after:%Y-%m-%d}"
            self.stdout.write(
                f"{row.fingerprint[:16]}  {word:<11}  {days}  {row.files.count():>6} files  {row.name}"
            )

    def _compromised(self, fingerprint: str, since: datetime) -> None:
        now = timezone.now()
        try:
            row = compromise_seal(fingerprint=fingerprint, since=since, now=now)
            seal = active_seal(now=now)
        except Missing as error:
            raise CommandError("The register knows no seal with this fingerprint.", returncode=2) from error
        except SealError as error:
            raise CommandError(
                f"The seal is marked. Nothing is sealed again yet: {error}", returncode=2
            ) from error
        failed = sum(not self._seal_again(certificate, seal, since) for certificate in sealed_by(row))
        if failed:
            raise CommandError(f"{failed} could not be sealed again; call this once more.", returncode=1)

    def _seal_again(self, certificate: Certificate, seal: ActiveSeal, since: datetime) -> bool:
        """Seal one again and say so; one that cannot be holds up no other."""

        def release(printing: Printing) -> tuple[str, str]:
            pdf, made_with = documents.released_again(printing, seal.material, archive.read(certificate))
            return archive.keep(pdf), made_with

        try:
            seal_again(certificate_id=certificate.pk, seal=seal, release=release, actor=system_actor())
        except Exception as error:
            log.exception("certificate.not_sealed_again", certificate=str(certificate.pk))
            self.stdout.write(f"{certificate.number}  NOT sealed again: {error}")
            return False
        doubtful = certificate.numbered_at is not None and certificate.numbered_at >= since
        self.stdout.write(
            f"{certificate.number}  sealed again{'  (numbered since that day)' if doubtful else ''}"
        )
        return True


def _day(text: str | None) -> datetime:
    day = parse_date(text or "")
    if day is None:
        raise CommandError("--compromised needs --since DAY, as 2026-05-04.", returncode=2)
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here
