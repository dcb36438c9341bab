"""Closed studies for benchmarks: the demonstration's real round, fifteen laboratories with seven elements."""

from datetime import timedelta
from decimal import Decimal
from typing import Any


def laboratories(cast: Any) -> list[Any]:
    """Make fifteen laboratories of the consortium; give the actor of each one's lead."""
    from django.utils import timezone

    from apps.accounts.models import Membership, Organisation, User
    from apps.accounts.selectors import actor_of, live_memberships
    from apps.consortia.models import AgreementVersion, ConsortiumMembership
    from apps.demo.people import LABORATORIES

    now = timezone.now() - timedelta(days=1)
    agreement = AgreementVersion.objects.get()
    leads = []
    for house in LABORATORIES:
        row = Organisation.objects.create(name=f"{house.name} II", kind="laboratory")
        lead = User.objects.create_user(f"lead@{house.key}.bench.example", name=f"Lead of {house.name}")
        Membership.objects.create(user=lead, organisation=row, role="lead", since=now)
        ConsortiumMembership.objects.create(consortium=cast.consortium, organisation=row, role="laboratory",
                                            agreement=agreement, accepted_by=lead.pseudonym, joined_at=now)  # fmt: skip
        leads.append(actor_of(live_memberships(lead).get()))
    return leads


def closed_study(cast: Any, leads: list[Any], title: str) -> Any:
    """Plan, open, enrol, hand in and close, each through its service."""
    from apps.studies.models import Sample
    from apps.demo.testing import PROTOCOL, REPLICATES, UNIT, as_file, sheets
    from apps.studies import services

    iris = cast.actor("iris")
    study = services.plan_study(
        consortium_id=cast.consortium.pk, title=title, candidate_id=cast.candidate.pk, incumbent_id=cast.incumbent.pk,
        replicates=REPLICATES, results_due_on=(iris.now + timedelta(days=9)).date(), actor=iris,
    )  # fmt: skip
    for one in PROTOCOL:
        lower, upper = (Decimal(limit) if limit else None for limit in (one.lower, one.upper))
        services.add_characteristic(study_id=study.pk, code=one.code, name_en=one.name_en, name_tr=one.name_tr, unit=UNIT,
                                    method="Optical emission spectrometry", lower=lower, upper=upper, actor=iris)  # fmt: skip
    services.open_study(study_id=study.pk, actor=iris)
    for lead, rows in zip(leads, sheets().values(), strict=True):
        enrolment = services.enrol(study_id=study.pk, actor=lead)
        packed = Sample.objects.visible_to(iris).filter(enrolment=enrolment)
        content = as_file(packed.get(item__role="candidate").code, rows)
        sheet = services.hand_in(study_id=study.pk, file_name="a.csv", content=content, actor=lead)
        assert sheet.state == "taken", sheet.faults
    return services.close_study(study_id=study.pk, actor=iris)


def evaluated(cast: Any, leads: list[Any], title: str) -> Any:
    """Bring a certification of its own study to where only the decision is missing."""
    from apps.certificates import services

    study = closed_study(cast, leads, title)
    row = services.request_certification(study_id=study.pk, material_id=cast.candidate.pk, body_id=cast.birch.pk,
                                         actor=cast.actor("alice"), language="en")  # fmt: skip
    return services.evaluate(certificate_id=row.pk, actor=cast.actor("emil"), evaluation="All there.")
