"""Second act: the joint study, on a real certification round (see data/bam_m321/SOURCE.md)."""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from apps.core.actor import Actor
from apps.demo import ruling
from apps.demo.founding import CONSORTIUM, lead_of
from apps.demo.people import CAROL, IRIS, LABORATORIES, House
from apps.demo.steps import Step, Story
from apps.materials.services import add_material
from apps.studies import services as studies
from apps.studies.models import Enrolment, Item, Sample, Study
from apps.studies.projections.flags import FlagView

DATA: Final = Path(__file__).parent / "data" / "bam_m321" / "data.csv"
STUDY: Final = "the study is planned and opened"
SECOND_STUDY: Final = "the second study is planned and opened"
UNIT: Final = "% (m/m)"
REPLICATES: Final = 6
KEPT_SCATTER: Final = (
    "Laboratories measure by optical emission or by atomic absorption, which do not scatter alike. This one was asked and "
    "found no mistake; a larger scatter of its own method is no reason to leave it out."
)
KEPT_MEAN: Final = "The laboratory was asked and found no mistake in calibration or calculation. Without a cause a mean is not left out because it lies low."


@dataclass(frozen=True)
class Limits:
    """A characteristic of the protocol: limits of EN AW-2024 as commonly quoted after EN 573-3."""

    code: str
    name_en: str
    name_tr: str
    lower: str = ""
    upper: str = ""


PROTOCOL: Final = (
    Limits("Si", "Silicon", "Silisyum", upper="0.50"),
    Limits("Fe", "Iron", "Demir", upper="0.50"),
    Limits("Cu", "Copper", "Bakır", "3.8", "4.9"),
    Limits("Mn", "Manganese", "Mangan", "0.30", "0.9"),
    Limits("Mg", "Magnesium", "Magnezyum", "1.2", "1.8"),
    Limits("Cr", "Chromium", "Krom", upper="0.10"),
    Limits("Ni", "Nickel (as other element)", "Nikel (diğer element olarak)", upper="0.05"),
)


def steps() -> list[Step]:
    """Give the steps of this act."""
    return [
        Step(
            STUDY,
            partial(plan, day=12, title="AlCu4Mg1 from recycled metal", grade="EN AW-2024", due_in_days=40),
        ),
        *(
            Step(f"{house.name} hands in", partial(measure, house=house, sheet=sheet, day=16 + place))
            for place, (house, sheet) in enumerate(zip(LABORATORIES, sheets(), strict=True))
        ),
        Step("the study is closed", close),
        Step(
            "the outlying cells are ruled on",
            partial(ruling.rule, study=STUDY, reason_for=reason_for, day=56),
        ),
        Step("the rulings are confirmed", partial(ruling.confirm, study=STUDY, day=57)),
        Step("the study is concluded", partial(ruling.conclude, study=STUDY, day=58)),
    ]


def one_more() -> list[Step]:
    """Open a second study, in which Cedar has enrolled and must still hand in."""
    title, grade = "AlCu4Mg1 recycled, second lot", "EN AW-2024 T351"
    return [
        Step(SECOND_STUDY, partial(plan, day=92, title=title, grade=grade, due_in_days=45)),
        Step("a laboratory enrols in the second study", enrol_in_the_second),
    ]


def plan(story: Story, *, day: int, title: str, grade: str, due_in_days: int) -> Study:
    """Plan a study, write its protocol and open it."""
    iris = story.actor(IRIS, day)
    owner = story.made_by(CONSORTIUM)
    candidate, incumbent = (
        add_material(
            name=name, grade=grade, critical_input="aluminium", owner_id=owner, producer=producer, actor=iris
        )
        for name, producer in (
            ("AlCu4Mg1 K-Recycled", "Kestrel Alloys"),
            ("AlCu4Mg1 primary", "Overseas smelter"),
        )
    )
    study = studies.plan_study(
        consortium_id=owner,
        title=title,
        purpose="Does the recycled alloy meet the composition limits, and how well do our laboratories agree?",
        candidate_id=candidate.pk,
        incumbent_id=incumbent.pk,
        replicates=REPLICATES,
        results_due_on=(iris.now + timedelta(days=due_in_days)).date(),
        actor=iris,
    )
    for one in PROTOCOL:
        add_characteristic(study, one, iris)
    return studies.open_study(study_id=study.pk, actor=story.actor(IRIS, day + 1))


def add_characteristic(study: Study, one: Limits, actor: Actor) -> None:
    """Write a characteristic into the protocol."""
    studies.add_characteristic(
        study_id=study.pk,
        code=one.code,
        name_en=one.name_en,
        name_tr=one.name_tr,
        unit=UNIT,
        method="Optical emission or atomic absorption spectrometry, laboratory's own",
        lower=Decimal(one.lower) if one.lower else None,
        upper=Decimal(one.upper) if one.upper else None,
        actor=actor,
    )


def measure(story: Story, *, house: House, sheet: str, day: int) -> None:
    """Enrol a laboratory, and hand in its sheet of the round as its own file."""
    study_id, actor = story.made_by(STUDY), story.actor(lead_of(house), day)
    enrolment = studies.enrol(study_id=study_id, actor=actor)
    code = on_the_jar(story.actor(IRIS, day), enrolment)
    studies.hand_in(
        study_id=study_id,
        file_name=f"{house.key}-{sheet}.csv",
        content=as_file(code, sheets()[sheet]),
        actor=actor,
    )


def on_the_jar(convener: Actor, enrolment: Enrolment) -> str:
    """Give the code under which a laboratory got the candidate: the convener, who packs, knows it."""
    packed = Sample.objects.visible_to(convener).filter(enrolment=enrolment)
    return packed.get(item__role=Item.Role.CANDIDATE).code


def close(story: Story) -> None:
    """Close the study: the embargo ends, the analysis stands."""
    studies.close_study(study_id=story.made_by(STUDY), actor=story.actor(IRIS, 55))


def reason_for(flag: FlagView) -> str:
    """Say why a cell of the round is kept: nobody knows a mistake behind it, and ISO 5725-2 wants a cause first."""
    return KEPT_MEAN if flag.test.startswith("grubbs") else KEPT_SCATTER


def enrol_in_the_second(story: Story) -> None:
    """Enrol Cedar in the second study."""
    studies.enrol(study_id=story.made_by(SECOND_STUDY), actor=story.actor(CAROL, 94))


def sheets() -> dict[str, list[dict[str, str]]]:
    """Give the round's result sheets by the participant sheet's name."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["lab"]].append(row)
    return dict(sorted(found.items()))


def as_file(code: str, rows: list[dict[str, str]]) -> bytes:
    """Write a laboratory's rows as the file it hands in."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["sample", "characteristic", "replicate", "value", "unit"])
    lines.writerows([code, row["material"], row["replicate"], row["value"], UNIT] for row in rows)
    return text.getvalue().encode()
