"""Reading certificates as somebody of their holder or body."""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from apps.accounts.rules import CERTIFY, EVALUATE, MANAGE, REPORT
from apps.certificates.models import Certificate, CertificateQuerySet
from apps.certificates.projections import CertificateLine, CertificateShown, line, shown
from apps.certificates.selectors.register import FOLDER
from apps.certificates.states import CERTIFIER, EVALUATOR, FLOW
from apps.core.actor import Actor
from apps.core.paging import Page, Place
from apps.sharing.selectors import found

PAGE = 25


def certificate_for(actor: Actor, certificate_id: UUID) -> Certificate:
    """Find a certificate that the actor's organisation holds or decides on, or raise `Missing`."""
    return found(with_names(), actor, certificate_id)


def with_names() -> CertificateQuerySet:
    """Load what every page of a certificate names."""
    return Certificate.objects.select_related(
        "study__critical_input", "material__critical_input", "holder", "body"
    )


def standings_of(actor: Actor, certificate: Certificate) -> frozenset[str]:
    """Tell what the actor is to a certificate: who evaluated it does not decide on it."""
    if certificate.body_id != actor.organisation_id:
        return frozenset()
    evaluator = {EVALUATOR} if actor.may(EVALUATE) else set()
    certifier = {CERTIFIER} if actor.may(CERTIFY) and certificate.evaluated_by != actor.pseudonym else set()
    return frozenset(evaluator | certifier)


def may_request(actor: Actor) -> bool:
    """Tell whether the role of the actor may ask for certification."""
    return bool(actor.capabilities & {MANAGE, REPORT})


def certificate_shown(actor: Actor, certificate_id: UUID) -> CertificateShown:
    """Give one certificate as its page and the API show it."""
    return shown_to(actor, certificate_for(actor, certificate_id))


def shown_to(actor: Actor, row: Certificate) -> CertificateShown:
    """Project a certificate that was found for the actor, with the moves that are open to them."""
    moves = tuple(move.name for move in FLOW.open_to(row.state, standings_of(actor, row)))
    return shown(row, actor, moves)


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
