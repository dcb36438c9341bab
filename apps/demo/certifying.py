"""Third act: the certificate, made by the real worker."""

from django.conf import settings

from apps.certificates import services as certificates
from apps.certificates.models import Certificate
from apps.demo.founding import Story
from apps.demo.people import BEA, EMIL, HANA, KIM, Person
from apps.demo.waiting import until
from apps.studies.models import Item, Study


def certify(story: Story, study: Study, *, day: int) -> Certificate:
    """Ask, evaluate, approve by somebody else, and wait until the worker has made the paper."""
    asked = request(story, study, KIM, day=day)
    certificates.evaluate(
        certificate_id=asked.pk,
        evaluation="Fifteen sheets, seven elements. Precision is as expected of the methods. Six elements lie inside their limits with "
        "their whole uncertainty; nickel lies at the limit for other elements and is not decided.",
        actor=story.actor(EMIL, day + 4),
    )
    certificates.approve(
        certificate_id=asked.pk,
        reasons="The data carry conformity for Si, Fe, Cu, Mn, Mg and Cr. The certificate says that nickel is not decided.",
        months=24,
        actor=story.actor(BEA, day + 7),
    )
    return until("the certificate's PDF", lambda: issued(asked))


def ask_for_another(story: Story, study: Study, *, day: int) -> None:
    """Leave one request for the evaluator's desk."""
    request(story, study, HANA, day=day)


def request(story: Story, study: Study, holder: Person, *, day: int) -> Certificate:
    """Ask the certification body for a certificate of the candidate."""
    candidate = Item.objects.get(study=study, role=Item.Role.CANDIDATE)
    return certificates.request_certification(
        study_id=study.pk,
        material_id=candidate.material_id,
        body_id=story.houses["birch"].pk,
        actor=story.actor(holder, day),
    )


def issued(certificate: Certificate) -> Certificate | None:
    """Give the certificate once it is issued."""
    rows = Certificate.objects.unscoped("the demonstration waits for its worker")
    return rows.filter(pk=certificate.pk, state="issued").first()


def address_of(certificate: Certificate) -> str:
    """Give the verification address that the paper carries as a code."""
    return f"{settings.SITE_URL}/v/{certificate.number}?h={certificate.facts_sha256[:16]}"
