"""A closed study of three characteristics, and certificates reached step by step through the services."""

import sys
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from types import ModuleType, SimpleNamespace

from apps.certificates import services
from apps.core.canonical import canonical, sha256
from apps.studies.models import Analysis, Characteristic, Item, Study
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
        (lab, f"{item}/{code}", replicate, Decimal(middle) * spread(lab, replicate) + Decimal(shift.get(code, "0")))
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
    study.rows_for_test = rows
    stand_in(study, rows)
    return study


def spread(lab, replicate):
    return 1 + Decimal(int(lab[1:]) % 5 - 2) / 400 + Decimal(replicate - 2) / 900


def stand_in(study, rows):
    """TEMPORARY until studies.selectors lands."""
    import json

    from apps.studies.models import Study as S

    try:
        import apps.studies.selectors as real

        assert real.results_of
        return
    except (ImportError, AttributeError, AssertionError):
        pass
    KEPT[study.pk] = rows
    module = sys.modules.setdefault("apps.studies.selectors", ModuleType("apps.studies.selectors"))

    def study_for(actor, pk):
        from apps.sharing.selectors import found

        return found(S.objects.select_related("critical_input", "consortium"), actor, pk)

    def results_of(study):
        levels = {level["level"]: level for level in json.loads(study.analysis.numbers)["levels"]}
        return [
            SimpleNamespace(
                item_code=item.code, material_id=item.material_id, role=item.role, code=c.code, name_en=c.name_en,
                name_tr=c.name_tr, unit=c.unit, method=c.method, lower=c.lower, upper=c.upper,
                numbers=levels[f"{item.code}/{c.code}"],
                dots=tuple(
                    (lab, tuple(float(v) for l, lv, _r, v in KEPT[study.pk] if (l, lv) == (lab, f"{item.code}/{c.code}")))
                    for lab in dict.fromkeys(row[0] for row in KEPT[study.pk])
                ),
            )
            for item in study.items.order_by("code")
            for c in study.characteristics.all()
        ]

    module.study_for, module.results_of = study_for, results_of


KEPT = {}
