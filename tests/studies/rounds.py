"""Large studies: opened through the services, their results put in in bulk, ready to be closed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np

COLUMNS = "sheet_id, item_id, characteristic_id, reported"


def opened(cast: Any, characteristics: int, *, replicates: int = 3, compared: bool = True) -> Any:
    """Plan and open a study through its services; with an incumbent and margins if it is to compare."""
    from apps.studies import services
    from apps.studies.models import Characteristic

    iris = cast.actor("iris")
    study = services.plan_study(
        consortium_id=cast.consortium.pk, title="A large round", candidate_id=cast.candidate.pk,
        incumbent_id=cast.incumbent.pk if compared else None, replicates=replicates,
        results_due_on=(iris.now + timedelta(days=9)).date(), actor=iris,
    )  # fmt: skip
    margin = Decimal(1) if compared else None
    Characteristic.objects.bulk_create(
        Characteristic(study=study, position=number, code=f"C{number:02}", name_en=f"Element {number}",
                       name_tr=f"Element {number}", unit="% (m/m)", method="ICP-OES", lower=Decimal(90),
                       upper=Decimal(110), margin_low=margin, margin_high=margin)
        for number in range(1, characteristics + 1)
    )  # fmt: skip
    return services.open_study(study_id=study.pk, actor=iris)


def handed_in(study: Any, laboratories: int, by: Any) -> int:
    """Enrol laboratories, each with a sheet that was handed in; give the number of results.

    They have a true s_L of 1 and s_r of 0.5; in one cell of a thousand, and in the first of all, one value is
    a slip.
    """
    sheets = _sheets(study, laboratories, by)
    from django.db import connection

    random, count = np.random.default_rng(5725), 0
    codes = list(study.characteristics.values_list("pk", flat=True))
    items = list(study.items.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor, cursor.copy(f"COPY studies_cell ({COLUMNS}) FROM STDIN") as copy:
        for item in items:
            shape = (laboratories, len(codes), study.replicates)
            values = 100 + random.normal(0, 1, shape[:2])[..., None] + random.normal(0, 0.5, shape)
            values[..., 0] += 5 * (random.random(shape[:2]) < 0.001)
            values[0, 0, 0] += 5
            for lab, code in np.ndindex(shape[:2]):
                texts = [f"{value:.3f}" for value in values[lab, code]]
                copy.write_row((sheets[lab].pk, item, codes[code], texts))
                count += len(texts)
    _lock(sheets, by)
    return count


def _sheets(study: Any, laboratories: int, by: Any) -> list[Any]:
    from apps.accounts.models import Organisation
    from apps.studies.models import Enrolment, Sheet

    houses = [
        Organisation.objects.create(name=f"Laboratory {number} of {study.reference}", kind="laboratory")
        for number in range(1, laboratories + 1)
    ]
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(study=study, organisation=house, code=f"L{number:03}", enrolled_by=by.pseudonym)
        for number, house in enumerate(houses, start=1)
    )
    return Sheet.objects.unscoped("made in bulk").bulk_create(
        Sheet(enrolment=enrolment, file_name="a.csv", sha256="0" * 64, state="draft", is_draft=True,
              handed_in_by=by.pseudonym, read_at=by.now)
        for enrolment in enrolments
    )  # fmt: skip


def _lock(sheets: list[Any], by: Any) -> None:
    """Hand the drafts in: what a sheet with a version holds can be written no more."""
    from apps.studies.models import Sheet

    drafts = Sheet.objects.unscoped("made in bulk").filter(pk__in=[sheet.pk for sheet in sheets])
    drafts.update(state="taken", version=1, handed_in_at=by.now)
