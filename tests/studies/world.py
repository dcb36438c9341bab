"""A study reached through the services, for tests: planned by Iris, open, with laboratories."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from apps.studies import services
from apps.studies.models import Cell, Enrolment, OutlierFlag, Sample, Study
from apps.studies.rules.results import unfolded

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


class Stored(NamedTuple):
    """One result as it is stored."""

    sheet: UUID
    qualifier: str
    value: Decimal | None
    reported: str
    uncertainty: Decimal | None


def stored(sheet=None):
    """The results that are stored, or those of a sheet: sheet by sheet, cell by cell, by replicate."""
    cells = Cell.objects.filter(**({"sheet": sheet} if sheet else {}))
    return [
        Stored(
            cell.sheet_id,
            qualifier,
            Decimal(digits) if digits else None,
            digits,
            cell.uncertainties[replicate - 1] if cell.uncertainties else None,
        )
        for cell in cells.order_by("sheet__created_at", "pk")
        for replicate, qualifier, digits in unfolded(cell.reported, cell.qualifiers)
    ]


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


OUTLYING = {
    # The candidate's cell of Cypress is an outlier of Cochran's test; without it, that of Cedar is.
    "carol": (("1.00", "1.02", "1.04"), ("1.001", "1.002", "1.003")),
    "colin": (("0.50", "1.00", "1.50"), ("1.002", "1.003", "1.004")),
    "bob": (("1.001", "1.002", "1.003"), ("1.000", "1.001", "1.002")),
    "hana": (("1.000", "1.001", "1.002"), ("1.001", "1.002", "1.003")),
}


A_SLIP = {
    # One result of the candidate's cell of Cypress is a slip, 1.50 for 1.005: the other four agree.
    "carol": (("1.001", "1.003", "1.002", "1.004", "1.003"), ("1.001", "1.002", "1.003", "1.002", "1.001")),
    "colin": (("1.004", "1.003", "1.50", "1.002", "1.004"), ("1.002", "1.003", "1.004", "1.003", "1.002")),
    "bob": (("1.001", "1.002", "1.003", "1.002", "1.001"), ("1.000", "1.001", "1.002", "1.001", "1.001")),
    "hana": (("1.000", "1.001", "1.002", "1.003", "1.001"), ("1.001", "1.002", "1.003", "1.003", "1.002")),
}
OFF_EVERYWHERE = {
    # Cypress repeats itself badly with both materials.
    "carol": (("1.001", "1.002", "1.003"), ("1.001", "1.002", "1.003")),
    "colin": (("0.50", "1.00", "1.50"), ("0.60", "1.00", "1.40")),
    "bob": (("1.001", "1.002", "1.003"), ("1.000", "1.001", "1.002")),
    "hana": (("1.000", "1.001", "1.002"), ("1.001", "1.002", "1.003")),
}


def with_a_slip(cast, **changes):
    """A closed study where one result of a cell waits for a ruling, of Cypress."""
    return outlying(cast, A_SLIP, replicates=5, **changes)


def off_everywhere(cast, **changes):
    """A closed study where Cypress is an outlier with both materials, and so as a laboratory."""
    return outlying(cast, OFF_EVERYWHERE, **changes)


def outlying(cast, reported=OUTLYING, **changes):
    """A closed study of one characteristic with margins; one cell waits for a ruling, of Cypress."""
    study = with_characteristics(
        cast, planned(cast, **changes), ["Fe"], margin_low=Decimal("0.1"), margin_high=Decimal("0.1")
    )
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    enrolled(cast, study, *reported)
    if study.certifying:
        received(cast, study)
    for who, cells in reported.items():
        rows = [
            f"{item},Fe,{at},{value},{UNIT}"
            for item, values in zip(item_codes(study), cells, strict=True)
            for at, value in enumerate(values, start=1)
        ]
        assert hand_in(cast, study, who, "\n".join([HEADER, *rows]).encode()).state == "taken"
    return services.close_study(study_id=study.pk, actor=cast.actor("iris"))


STATING = {"carol": "0.050", "colin": "0.052", "bob": "0.047", "hana": "0.055"}


def stated(cast, study, uncertainties):
    """An open study in which some laboratories state an expanded uncertainty for each replicate."""
    enrolled(cast, study, *STATING)
    for who, start in STATING.items():
        header, *lines = sheet(study, start).decode().splitlines()
        amount = uncertainties.get(who, "")
        rows = [f"{header},uncertainty", *(f"{line},{amount}" for line in lines)]
        assert hand_in(cast, study, who, "\n".join(rows).encode()).state == "taken"
    return study


def dispatched(cast, study, rows=None):
    """Waive the checks and send every sample, or some."""
    rows = rows or Sample.objects.unscoped("test").filter(study=study)
    for item in item_codes(study):
        services.waive_check(
            study_id=study.pk, item=item, kind="homogeneity", reason="One melt.", actor=cast.actor("iris")
        )
    return services.dispatch(
        study_id=study.pk, sample_ids=[row.pk for row in rows], carrier="Post 17", actor=cast.actor("iris")
    )


def received(cast, study):
    """Waive the checks, send every sample, and confirm that it came in."""
    actors = [cast.actor(who) for who in OUTLYING]
    by_house = {actor.organisation_id: actor for actor in actors}
    for row in dispatched(cast, study):
        services.receive(
            sample_id=row.pk, condition="Dry, seal intact", actor=by_house[row.enrolment.organisation_id]
        )


def flag_of(study, code=None):
    """The last flag of a study, or of one of its laboratories."""
    rows = OutlierFlag.objects.filter(study=study).order_by("order", "pk")
    return (rows.filter(enrolment__code=code) if code else rows).last()


def ruled(cast, study, ruling="exclude", flag=None):
    """Rule on a flag as Iris."""
    flag = flag or flag_of(study)
    return services.rule(
        study_id=study.pk,
        flag_id=flag.pk,
        ruling=ruling,
        reason="A slip of the pen.",
        actor=cast.actor("iris"),
    )


def confirmed(cast, study, ruling="exclude", flag=None):
    """Rule on a flag as Iris, and confirm as Ike."""
    flag = ruled(cast, study, ruling, flag)
    return services.confirm(study_id=study.pk, flag_id=flag.pk, actor=cast.actor("ike"))


def concluded(cast):
    """A concluded study of Cedar, Cypress and Alder."""
    return services.conclude(study_id=closed(cast).pk, actor=cast.actor("iris"))


def closed(cast):
    """A closed study of Cedar, Cypress and Alder."""
    study = opened(cast)
    enrolled(cast, study, "carol", "colin", "bob")
    for who, start in (("carol", "0.050"), ("colin", "0.052"), ("bob", "0.047")):
        assert hand_in(cast, study, who, sheet(study, start)).state == "taken"
    return services.close_study(study_id=study.pk, actor=cast.actor("iris"))


def of_many(cast, number, **changes):
    """A closed study of four laboratories and many characteristics with margins, one replicate each."""
    codes = [f"C{at}" for at in range(number)]
    margins = {"margin_low": Decimal("0.1"), "margin_high": Decimal("0.1")}
    study = with_characteristics(cast, planned(cast, replicates=1, **changes), codes, **margins)
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    enrolled(cast, study, *OUTLYING)
    for who, start in zip(OUTLYING, ("0.050", "0.052", "0.047", "0.055"), strict=True):
        hand_in(cast, study, who, sheet(study, start, replicates=1))
    return services.close_study(study_id=study.pk, actor=cast.actor("iris"))
