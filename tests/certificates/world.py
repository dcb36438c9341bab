"""A closed study of three characteristics, and certificates reached step by step through the services."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from apps.accounts.models import Organisation
from apps.certificates import services
from apps.core.actor import system_actor
from apps.core.canonical import canonical, sha256
from apps.studies.models import Analysis, Characteristic, Enrolment, Item, Result, Sheet, Study
from apps.studies.rules.codes import level_name
from apps.studies.statistics import Cells, analyse

# code: name, Turkish name, limits, what the laboratories find around
CHARACTERISTICS = {
    "Cu": ("Copper", "Bakır", ("3.8", "4.9"), "4.40"),
    "Fe": ("Iron, Fe", "Demir", (None, "0.50"), "0.052"),
    "Mg": ("Magnesium", "Magnezyum", (None, None), "1.51"),
}
LABS = ("L01", "L02", "L03", "L10")


@dataclass
class World:
    cast: object
    labs: tuple = LABS
    shift: dict = None  # characteristic code: added to every result, to move a verdict
    title: str = "AlCu4Mg1 from scrap against primary metal"

    def __post_init__(self):
        self.study = closed_study(self.cast, self.labs, self.shift or {}, self.title)

    def actor(self, name):
        return self.cast.actor(name)

    def system(self):
        return system_actor()

    def requested(self, by="alice", language="en", body="birch"):
        return services.request_certification(
            study_id=self.study.pk, material_id=self.cast.candidate.pk,
            body_id=getattr(self.cast, body).pk, actor=self.actor(by), language=language,
        )

    def evaluated(self, **asked):
        row = self.requested(**asked)
        return services.evaluate(certificate_id=row.pk, actor=self.actor("emil"), evaluation="All there.")

    def approved(self, months=36, **asked):
        row = self.evaluated(**asked)
        return services.approve(
            certificate_id=row.pk, actor=self.actor("bea"), reasons="The data carry it.", months=months
        )

    def issued(self, **asked):
        from apps.certificates.tasks import issue

        row = self.approved(**asked)
        issue(str(row.pk))
        return again(row)

    def withdrawn(self, **asked):
        row = self.issued(**asked)
        services.withdraw(certificate_id=row.pk, actor=self.actor("bea"), reason="The producer changed the alloy.")
        return again(row)

    def refused(self, **asked):
        row = self.evaluated(**asked)
        return services.refuse(certificate_id=row.pk, actor=self.actor("bea"), reasons="Too few results.")


def again(row):
    return type(row).objects.unscoped("test").get(pk=row.pk)


def closed_study(cast, labs, shift, title):
    now = cast.consortium.created_at
    study = Study.objects.create(
        reference=f"ST-2026-{Study.objects.unscoped('test').count() + 1:03d}", consortium=cast.consortium,
        convener=cast.oak, critical_input=cast.critical_input, title=title,
        replicates=3, results_due_on=now.date(), state="closed", opened_at=now - timedelta(days=30), closed_at=now,
        protocol_sha256=sha256("protocol"),
    )
    for code, material, role in (("A", cast.candidate, "candidate"), ("B", cast.incumbent, "incumbent")):
        Item.objects.create(study=study, material=material, role=role, code=code)
    for place, (code, (name, name_tr, (lower, upper), _middle)) in enumerate(CHARACTERISTICS.items()):
        Characteristic.objects.create(
            study=study, position=place, code=code, name_en=name, name_tr=name_tr, unit="% (m/m)",
            method="ISO 3725", lower=lower, upper=upper,
        )
    rows = [
        (lab, level_name(item, code), replicate, Decimal(middle) * spread(lab, replicate) + Decimal(shift.get(code, "0")))
        for item in "AB"
        for code, (*_names, middle) in CHARACTERISTICS.items()
        for lab in labs
        for replicate in (1, 2, 3)
    ]
    numbers = canonical(analyse(Cells.from_results(rows)).as_dict())
    Analysis.objects.create(
        study=study, engine_version="1.0.0", edition="ISO 5725-2:2025", inputs_sha256=sha256(str(rows)),
        numbers=numbers,
    )
    hand_in(cast, study, rows)
    return study


def hand_in(cast, study, rows):
    """Put results where handing in puts them: one taken sheet per laboratory."""
    items = {item.code: item for item in study.items.all()}
    characteristics = {row.code: row for row in study.characteristics.all()}
    for lab in dict.fromkeys(row[0] for row in rows):
        laboratory = Organisation.objects.create(name=f"Laboratory {lab} {study.reference}", kind="laboratory")
        enrolment = Enrolment.objects.create(
            study=study, organisation=laboratory, code=lab, enrolled_by=cast.carol.pseudonym
        )
        sheet = Sheet.objects.create(
            enrolment=enrolment, file_name="a.csv", sha256="0" * 64, state="taken", read_at=study.closed_at,
            handed_in_by=cast.carol.pseudonym,
        )
        Result.objects.bulk_create(
            Result(sheet=sheet, item=items[level.split("/")[0]], characteristic=characteristics[level.split("/")[1]],
                   replicate=replicate, value=value, reported=str(value))
            for who, level, replicate, value in rows if who == lab
        )


def spread(lab, replicate):
    return 1 + Decimal(int(lab[1:]) % 5 - 2) / 400 + Decimal(replicate - 2) / 800
