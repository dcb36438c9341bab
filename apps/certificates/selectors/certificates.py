"""Reading certificates as somebody of their holder or body."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from apps.accounts.rules import CERTIFY, EVALUATE, MANAGE, REPORT
from apps.certificates.models import UNDER_WAY, Certificate, CertificateQuerySet
from apps.certificates.projections import CertificateLine, CertificateShown, line, shown
from apps.certificates.projections.lines import listed_at_level
from apps.certificates.selectors.register import FOLDER
from apps.certificates.states import CERTIFIER, EVALUATOR, FLOW, LIVE
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.core.paging import Page, Place
from apps.sharing.selectors import found

PAGE = 25


def certificate_for(actor: Actor, certificate_id: UUID) -> Certificate:
    """Find a certificate that the actor's organisation holds or decides on, or raise `Missing`."""
    return found(with_names(), actor, certificate_id)


def with_names() -> CertificateQuerySet:
    """Load what every page of a certificate names."""
    return Certificate.objects.select_related(
        "study__critical_input",
        "material__critical_input",
        "holder",
        "body",
        "replaces",
        "superseded_by",
        "listing",
    ).defer("replaces__facts", "superseded_by__facts", "listing__entry", "listing__results", "listing__words")


def standings_of(actor: Actor, certificate: Certificate) -> frozenset[str]:
    """Tell what the actor is to a certificate: who evaluated it does not decide on it."""
    if certificate.body_id != actor.organisation_id:
        return frozenset()
    evaluator = {EVALUATOR} if actor.may(EVALUATE) else set()
    certifier = {CERTIFIER} if actor.may(CERTIFY) and certificate.evaluated_by != actor.pseudonym else set()
    return frozenset(evaluator | certifier)


def may_amend(actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the actor may start an amendment: those who decide for its body may."""
    return certificate.body_id == actor.organisation_id and actor.may(CERTIFY)


def check_may_amend(actor: Actor, certificate: Certificate) -> None:
    """Refuse the amendment to anybody else."""
    if not may_amend(actor, certificate):
        raise NotAllowed(_("An amendment is started by those who decide for the certification body."))


def amendment_states(certificate: Certificate) -> list[str]:
    """Give the states of all amendments of a certificate, of those too that came to nothing."""
    rows = Certificate.objects.unscoped("found for the actor before").filter(replaces=certificate)
    return list(rows.order_by("created_at").values_list("state", flat=True))


def amendment_of(certificate: Certificate) -> Certificate | None:
    """Give the amendment of a certificate that is under way, if there is one."""
    rows = Certificate.objects.unscoped("same holder and body as the one that was found")
    return rows.filter(replaces=certificate, state__in=UNDER_WAY).defer("facts").first()


def may_request(actor: Actor) -> bool:
    """Tell whether the role of the actor may ask for certification."""
    return bool(actor.capabilities & {MANAGE, REPORT})


def may_publish(actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the actor decides what everybody may read of it: who may ask for certification, of the holder."""
    return certificate.holder_id == actor.organisation_id and may_request(actor)


def certificate_shown(actor: Actor, certificate_id: UUID) -> CertificateShown:
    """Give one certificate as its page and the API show it."""
    return shown_to(actor, certificate_for(actor, certificate_id))


def shown_to(actor: Actor, row: Certificate) -> CertificateShown:
    """Project a certificate that was found for the actor, with the moves that are open to them."""
    moves = tuple(move.name for move in FLOW.open_to(row.state, standings_of(actor, row)))
    amendment = amendment_of(row) if row.state in LIVE else None
    if row.state in LIVE and amendment is None and may_amend(actor, row):
        moves = (*moves, "amend")
    return shown(row, actor, (*moves, *_publishing(actor, row)), amendment)


def _publishing(actor: Actor, row: Certificate) -> Iterator[str]:
    if may_publish(actor, row):
        if row.state in LIVE:
            yield "publish"
        if listed_at_level(row):
            yield "unlist"


def certificates_of(actor: Actor, *, before: Place | None = None, most: int = PAGE) -> Page[CertificateLine]:
    """Give the certificates of the actor's organisation, newest first."""
    rows = Certificate.objects.visible_to(actor).select_related("study", "material", "holder", "body")
    if before:
        rows = rows.earlier_than(before)
    page = list(rows.defer("facts").order_by("-created_at", "-id")[: most + 1])
    more = Place(page[most - 1].created_at, page[most - 1].pk).token() if len(page) > most else ""
    return Page([line(row, actor) for row in page[:most]], more)


def pdf_path(certificate: Certificate) -> Path:
    """Give where the PDF of an issued certificate lies: under its own SHA-256."""
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{certificate.pdf_sha256}.pdf"
