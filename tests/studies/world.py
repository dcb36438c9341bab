"""A study reached through the services, for tests: planned by Iris, open, with laboratories."""

from datetime import timedelta
from decimal import Decimal

from apps.studies import services
from apps.studies.models import Enrolment, Sample, Study

UNIT = "% (m/m)"
HEADER = "sample,characteristic,replicate,value,unit"


def planned(cast, **changes):
    """A planned study of the candidate and the incumbent, without characteristics."""
    actor = cast.actor("iris")
    said = {
        "consortium_id": cast.consortium.pk,
        "title": "Secondary alloy",
        "candidate_id": cast.candidate.pk,
        "incumbent_id": cast.incumbent.pk,
        "replicates": 3,
        "results_due_on": actor.now.date() + timedelta(days=30),
        "actor": actor,
    } | changes
    return services.plan_study(**said)


def with_characteristics(cast, study, codes=("Fe", "Cu"), **changes):
    for code in codes:
        said = {"name_en": f"{code} content", "name_tr": f"{code} miktarı", "unit": UNIT, "method": "ICP-OES"}
        services.add_characteristic(
            study_id=study.pk, code=code, actor=cast.actor("iris"), **(said | changes)
        )
    return study


def opened(cast, **changes):
    study = with_characteristics(cast, planned(cast, **changes), lower=Decimal("0.01"), upper=Decimal(5))
    return services.open_study(study_id=study.pk, actor=cast.actor("iris"))


def enrolled(cast, study, *people):
    return [services.enrol(study_id=study.pk, actor=cast.actor(who)) for who in people]


def item_codes(study):
    """The codes of candidate and incumbent."""
    return [item.code for item in Study.objects.unscoped("test").get(pk=study.pk).items.order_by("role")]


def sheet(study, start="0.050", *, replicates=3):
    """A full, valid sheet: values rise by one in the last digit."""
    rows, value = [HEADER], Decimal(start)
    for item in item_codes(study):
        for code in study.characteristics.values_list("code", flat=True):
            for replicate in range(1, replicates + 1):
                rows.append(f"{item},{code},{replicate},{value},{UNIT}")
                value += Decimal((0, (1,), value.as_tuple().exponent))
    return "\n".join(rows).encode()


def under_own_codes(cast, study, who, content):
    """A sheet written with the codes of the items, under the codes of a laboratory's samples."""
    enrolment = Enrolment.objects.unscoped("test").filter(
        study=study, organisation=cast.actor(who).organisation_id
    )
    for sample in Sample.objects.unscoped("test").filter(enrolment__in=enrolment).select_related("item"):
        content = content.replace(sample.item.code.encode(), sample.code.encode())
    return content


def own_sheet(cast, study, who, start="0.050", **more):
    """A full, valid sheet as a laboratory writes it: under the codes of its own samples."""
    return under_own_codes(cast, study, who, sheet(study, start, **more))


def hand_in(cast, study, who, content=None, **changes):
    content = under_own_codes(cast, study, who, sheet(study) if content is None else content)
    said = {"file_name": "results.csv", "content": content, "reason": "A slip of the pen."} | changes
    return services.hand_in(study_id=study.pk, actor=cast.actor(who), **said)


def closed(cast):
    """A closed study of Cedar, Cypress and Alder."""
    study = opened(cast)
    enrolled(cast, study, "carol", "colin", "bob")
    for who, start in (("carol", "0.050"), ("colin", "0.052"), ("bob", "0.047")):
        assert hand_in(cast, study, who, sheet(study, start)).state == "taken"
    return services.close_study(study_id=study.pk, actor=cast.actor("iris"))
