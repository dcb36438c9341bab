"""Asking for certification."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Organisation
from apps.audit.services import record
from apps.certificates import selectors
from apps.certificates.events import CertificationRequested
from apps.certificates.models import Certificate
from apps.certificates.rules.languages import check_language
from apps.certificates.selectors.certificates import may_request
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, NotAllowed
from apps.materials.models import Material


@transaction.atomic
def request_certification(
    *, study_id: UUID, material_id: UUID, body_id: UUID, actor: Actor, language: str = "en"
) -> Certificate:
    """Ask a certification body to certify a candidate of a closed study for the actor's organisation.

    Raises `Missing` for a study the actor cannot see, `Invalid` for what is not offered, and `Conflict`
    while the study is open or a certification of the same material is under way or in force.
    """
    candidate = selectors.study_to_certify(actor, study_id)
    _check_may_hold(actor, candidate.study.consortium_id)
    material = _chosen_material(candidate, material_id)
    body = _chosen_body(candidate, body_id)
    check_language(language)
    certificate = Certificate(
        study=candidate.study,
        material=material,
        holder_id=actor.organisation_id,
        body=body,
        language=language,
        requested_by=actor.pseudonym,
        created_at=actor.now,
    )
    try:
        with transaction.atomic():
            certificate.save()
    except IntegrityError as error:
        raise Conflict(
            _("A certification of %(material)s on this study is already under way or in force for you.")
            % {"material": material.name}
        ) from error
    event = CertificationRequested(
        certificate_id=str(certificate.pk), study_reference=candidate.study.reference
    )
    record(event, actor=actor)
    return certificate


def _check_may_hold(actor: Actor, consortium_id: UUID) -> None:
    if consortium_id not in actor.parties or not may_request(actor):
        raise NotAllowed(
            _("Certification is asked for by a lead or procurement lead of a member organisation.")
        )
    if actor.organisation_kind == Organisation.Kind.CERTIFICATION_BODY:
        raise NotAllowed(_("A certification body does not hold certificates."))


def _chosen_material(candidate: selectors.Candidate, material_id: UUID) -> Material:
    for material in candidate.materials:
        if material.pk == material_id:
            return material
    words = _("Choose a candidate material of the study.")
    raise Invalid(words, fields={"material": [words]})


def _chosen_body(candidate: selectors.Candidate, body_id: UUID) -> Organisation:
    for body in candidate.bodies:
        if body.pk == body_id:
            return body
    words = _("Choose a certification body of the consortium.")
    raise Invalid(words, fields={"body": [words]})
