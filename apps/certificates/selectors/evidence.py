"""What supports a certificate: the closed study, its numbers for the material, and the people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import Membership, Organisation, Role
from apps.accounts.selectors import names_of
from apps.certificates.models import Certificate
from apps.certificates.projections import Against, Evidence, People, Signatory, evidence
from apps.consortia.selectors import member_organisations
from apps.core.actor import Actor
from apps.core.errors import Conflict
from apps.materials.models import Material
from apps.studies.models import Item, Study
from apps.studies.selectors import conclusions_of, results_of, study_for
from apps.studies.states import CLOSED, CONCLUDED


@dataclass(frozen=True)
class Candidate:
    """What may be certified of a study, and by whom."""

    study: Study
    materials: tuple[Material, ...]
    bodies: tuple[Organisation, ...]


def closed_studies(actor: Actor) -> list[Study]:
    """Give the studies to certify from that the actor's organisation sees, newest first.

    A certifying study must be concluded; of another the analysis is enough.
    """
    ready = Q(state=CONCLUDED) | Q(state=CLOSED, certifying=False)
    rows = Study.objects.visible_to(actor).filter(ready).select_related("critical_input", "consortium")
    return list(rows.order_by("-closed_at")[:100])


def study_to_certify(actor: Actor, study_id: UUID) -> Candidate:
    """Find a study and what may be certified of it. Raises `Missing`, or `Conflict` before it is ready."""
    study = study_for(actor, study_id)
    if study.state not in {CLOSED, CONCLUDED}:
        raise Conflict(_("The study is not closed yet; there is nothing to certify."))
    if study.certifying and study.state != CONCLUDED:
        raise Conflict(_("A certifying study must be concluded first: outlying cells may still be ruled on."))
    return candidates_of(study, actor)


def candidates_of(study: Study, actor: Actor) -> Candidate:
    """Give the candidate materials of a study, and the certification bodies in its consortium."""
    items = Item.objects.filter(study=study, role=Item.Role.CANDIDATE).select_related(
        "material__critical_input"
    )
    kind = Organisation.Kind.CERTIFICATION_BODY
    bodies = [
        body for body in member_organisations(study.consortium, kind=kind) if body.pk != actor.organisation_id
    ]
    return Candidate(study, tuple(item.material for item in items.order_by("code")), tuple(bodies))


def evidence_of(certificate: Certificate) -> list[Evidence]:
    """Give the study's numbers for the certified material, judged; names in the active language.

    Whoever calls this has found the certificate for its viewer; a closed study's analysis is no secret to
    holder and body, who both belong to its consortium.
    """
    results = results_of(certificate.study)
    return [evidence(row) for row in results if row.material_id == certificate.material_id]


def against_of(certificate: Certificate) -> Against:
    """Give the incumbents of the study and what it concludes about the certified material."""
    items = Item.objects.filter(study=certificate.study_id).select_related("material").order_by("code")
    own = {item.code for item in items if item.material_id == certificate.material_id}
    incumbents = tuple(str(item.material) for item in items if item.role == Item.Role.INCUMBENT)
    views = conclusions_of(certificate.study)
    return Against(incumbents, next((view for view in views if view.candidate_code in own), None))


def comparison_of(certificate: Certificate, rows: Sequence[Evidence]) -> dict[str, Any] | None:
    """Give what will be printed of the study's conclusion, before it is frozen; None where it compares nothing."""
    against = against_of(certificate)
    if against.facts is None:
        return None
    return {"conclusion": against.facts, "precision": [row.printed | against.row(row.code) for row in rows]}


def people_of(certificate: Certificate, decider: UUID, decided_at: datetime) -> People:
    """Name those who decide and who evaluated, with their function at the body, for the paper."""
    evaluator = certificate.evaluated_by or decider
    names = names_of([decider, evaluator], []).people
    rows = Membership.objects.filter(
        organisation=certificate.body_id, user__pseudonym__in=[decider, evaluator]
    ).order_by("since")
    roles = {row.user.pseudonym: str(Role(row.role).label) for row in rows.select_related("user")}

    def signatory(pseudonym: UUID, did: str, at: datetime) -> Signatory:
        function = ", ".join(part for part in (roles.get(pseudonym, ""), did) if part)
        return Signatory(names.get(pseudonym, _("a former person")), function, at)

    return People(
        signatory(decider, _("decided"), decided_at),
        signatory(evaluator, _("evaluated"), certificate.evaluated_at or decided_at),
    )
