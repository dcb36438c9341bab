"""Third act: the certificate, made by the real worker."""

from functools import partial
from typing import Final

from django.conf import settings
from django.utils import timezone

from apps.certificates import services as certificates
from apps.certificates.models import Certificate, Letter
from apps.certificates.states import LetterState, ListingLevel
from apps.demo.people import BEA, EMIL, HANA, KIM, Person
from apps.demo.steps import Step, Story
from apps.demo.testing import STUDY
from apps.demo.waiting import until
from apps.studies.models import Item

CERTIFICATE: Final = "the certificate is asked for"


def steps() -> list[Step]:
    """Give the steps of this act: asked for, evaluated, approved by somebody else, made, published by its holder."""
    return [
        Step(CERTIFICATE, partial(request, holder=KIM, day=59)),
        Step("the results are evaluated", evaluate),
        Step("the certificate is approved", approve),
        Step("the certificate is made", lambda _story: None, awaits=made),
        Step("the certificate is published", publish),
    ]


def one_more() -> list[Step]:
    """Leave one request for the evaluator's desk."""
    return [Step("another certificate is asked for", partial(request, holder=HANA, day=104))]


def request(
    story: Story, *, holder: Person, day: int, study: str = STUDY, language: str = "en"
) -> Certificate:
    """Ask the certification body for a certificate of the candidate of a study, named by its step."""
    study_id = story.made_by(study)
    candidate = Item.objects.get(study=study_id, role=Item.Role.CANDIDATE)
    return certificates.request_certification(
        study_id=study_id,
        material_id=candidate.material_id,
        body_id=story.house("birch").pk,
        actor=story.actor(holder, day),
        language=language,
    )


def evaluate(story: Story) -> None:
    """Evaluate the results."""
    certificates.evaluate(
        certificate_id=story.made_by(CERTIFICATE),
        evaluation="Fifteen sheets, seven elements. Precision is as expected of the methods. Six elements lie inside their limits with "
        "their whole uncertainty; nickel lies at the limit for other elements and is not decided.",
        actor=story.actor(EMIL, 62),
    )


def approve(story: Story) -> None:
    """Approve it, as somebody else; the worker makes it."""
    certificates.approve(
        certificate_id=story.made_by(CERTIFICATE),
        reasons="The data carry conformity for Si, Fe, Cu, Mn, Mg and Cr. The certificate says that nickel is not decided.",
        months=24,
        actor=story.actor(BEA, 65),
    )


def made(story: Story, asked: str = CERTIFICATE) -> Certificate:
    """Wait until the worker has made the paper that a step has asked for."""
    return until("the certificate's PDF", lambda: _issued(story, asked))


def posted(story: Story, asked: str = CERTIFICATE) -> bool:
    """Wait until the worker has sent the paper to its holder's people: nobody is sent what is suspended."""
    letters = Letter.objects.filter(certificate=story.made_by(asked))
    on_their_way = letters.filter(state=LetterState.WAITING)
    return until("the letters", lambda: True if letters.exists() and not on_their_way.exists() else None)


def publish(story: Story) -> None:
    """Put it into the public directory with its results; now, as the worker has made it now."""
    certificates.list_publicly(
        certificate_id=story.made_by(CERTIFICATE),
        level=ListingLevel.RESULTS,
        actor=story.actor(KIM, 66).at(timezone.now()),
    )


def number(story: Story) -> str:
    """Give the certificate's number; it has been made."""
    certificate = _issued(story, CERTIFICATE)
    return str(certificate.number) if certificate else ""


def _issued(story: Story, asked: str) -> Certificate | None:
    rows = Certificate.objects.unscoped("the demonstration waits for its worker")
    return rows.filter(pk=story.made_by(asked), state="issued").first()


def address_of(certificate: Certificate) -> str:
    """Give the verification address that the paper carries as a code."""
    return f"{settings.SITE_URL}/v/{certificate.number}?h={certificate.facts_sha256[:16]}"
