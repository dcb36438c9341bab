"""A closed study of three characteristics, and certificates reached step by step through the services."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

from apps.certificates import services
from apps.certificates.sealing.material import made_material
from apps.core.actor import system_actor
from apps.studies import services as studies
from apps.studies.models import Sample

# code: name, Turkish name, limits, what the laboratories find around
CHARACTERISTICS = {
    "Cu": ("Copper", "Bakır", ("3.8", "4.9"), "4.40"),
    "Fe": ("Iron, Fe", "Demir", (None, "0.50"), "0.052"),
    "Mg": ("Magnesium", "Magnezyum", (None, None), "1.51"),
}
LABS = ("carol", "colin", "alice", "hana")
UNIT = "% (m/m)"


@dataclass
class World:
    cast: object
    labs: tuple = LABS
    shift: dict = None  # characteristic code: added to every result, to move a verdict
    title: str = "AlCu4Mg1 from scrap against primary metal"
    margins: dict = None  # characteristic code: what the protocol says of its comparison
    apart: dict = None  # characteristic code: what the candidate has more than the incumbent

    def __post_init__(self):
        self.study = closed_study(
            self.cast, self.labs, self.shift or {}, self.title, self.margins or {}, self.apart or {}
        )

    def actor(self, name):
        return self.cast.actor(name)

    def system(self):
        return system_actor()

    def requested(self, by="alice", language="en", body="birch"):
        return services.request_certification(
            study_id=self.study.pk,
            material_id=self.cast.candidate.pk,
            body_id=getattr(self.cast, body).pk,
            actor=self.actor(by),
            language=language,
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
        return self.made(self.approved(**asked))

    def withdrawn(self, **asked):
        row = self.issued(**asked)
        services.withdraw(
            certificate_id=row.pk, actor=self.actor("bea"), reason="The producer changed the alloy."
        )
        return again(row)

    def suspended(self, **asked):
        row = self.issued(**asked)
        services.suspend(
            certificate_id=row.pk,
            actor=self.actor("bea"),
            code="nonconformity",
            reason="The melt log is missing.",
        )
        return again(row)

    def amendment(self, old, *, until="issued", reason="The limit of iron was printed wrongly.", months=36):
        """Take the amendment of a certificate as far as a state."""
        row = services.amend(certificate_id=old.pk, actor=self.actor("bea"), reason=reason)
        if until == "requested":
            return again(row)
        services.evaluate(
            certificate_id=row.pk, actor=self.actor("emil"), evaluation="Compared with the old."
        )
        if until == "evaluated":
            return again(row)
        services.approve(
            certificate_id=row.pk, actor=self.actor("bea"), reasons="As it should be.", months=months
        )
        return again(row) if until == "approved" else self.made(row)

    def made(self, row):
        from apps.certificates.tasks import issue

        issue(str(row.pk))
        return again(row)

    def superseded(self, **asked):
        row = self.issued(**asked)
        self.amendment(row)
        return again(row)

    def refused(self, **asked):
        row = self.evaluated(**asked)
        return services.refuse(certificate_id=row.pk, actor=self.actor("bea"), reasons="Too few results.")


def as_in_production(settings):
    """Certify as production does, under a seal that is no demonstration's."""
    settings.PRODUCTION, settings.SEAL_PATH = True, seal_of_the_office()


@cache
def seal_of_the_office():
    path = Path(tempfile.mkdtemp()) / "seal.pem"
    path.write_bytes(made_material("Seal of the office", datetime.now(UTC)))
    return path


def again(row):
    return type(row).objects.unscoped("test").get(pk=row.pk)


def closed_study(cast, labs, shift, title, margins=MappingProxyType({}), apart=MappingProxyType({})):
    """Plan, open, enrol, hand in and close, as people do."""
    iris = cast.actor("iris")
    study = studies.plan_study(
        consortium_id=cast.consortium.pk, title=title, candidate_id=cast.candidate.pk,
        incumbent_id=cast.incumbent.pk, replicates=3, results_due_on=iris.now.date() + timedelta(days=9), actor=iris,
    )  # fmt: skip
    for code, (name, name_tr, limits, _middle) in CHARACTERISTICS.items():
        lower, upper = (limit and Decimal(limit) for limit in limits)
        studies.add_characteristic(
            study_id=study.pk, code=code, name_en=name, name_tr=name_tr, unit=UNIT, method="ISO 3725",
            lower=lower, upper=upper, actor=iris, **margins.get(code, {}),
        )  # fmt: skip
    studies.open_study(study_id=study.pk, actor=iris)
    for place, who in enumerate(labs):
        enrolment = studies.enrol(study_id=study.pk, actor=cast.actor(who))
        content = results(enrolment, place, shift, apart)
        sheet = studies.hand_in(study_id=study.pk, file_name="a.csv", content=content, actor=cast.actor(who))
        assert sheet.state == "taken", sheet.faults
    return studies.close_study(study_id=study.pk, actor=iris)


def results(enrolment, place, shift, apart):
    """The sheet of one laboratory: each a little off, each replicate a little off that."""
    rows = ["sample,characteristic,replicate,value,unit"]
    samples = Sample.objects.unscoped("the test reads the jars").filter(enrolment=enrolment)
    for sample in samples.order_by("item__code"):
        for code, (*_names, middle) in CHARACTERISTICS.items():
            for replicate in (1, 2, 3):
                off = 1 + Decimal(place - 1) / 400 + Decimal(replicate - 2) / 800
                value = Decimal(middle) * off + Decimal(shift.get(code, "0"))
                if sample.item.role == "candidate":
                    value += Decimal(apart.get(code, "0")) * (1 + Decimal(place) / 10)
                rows.append(f"{sample.code},{code},{replicate},{value.normalize():f},{UNIT}")
    return "\n".join(rows).encode()
