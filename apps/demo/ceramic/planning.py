"""The certifying study: what is compared, within which margin and why, locked before the first bar is broken."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from apps.core.actor import Actor
from apps.demo.ceramic.consortium import BREAKERS, CONSORTIUM
from apps.demo.ceramic.data import BARS, CODE, UNIT
from apps.demo.people import IRIS
from apps.demo.steps import Step, Story
from apps.materials.models import Material
from apps.materials.services import add_material
from apps.studies import services as studies
from apps.studies.models import Direction, Publication, Study

STUDY: Final = "the ceramic's study is planned and opened"
TITLE: Final = "Silicon nitride sintered with recovered yttria"
GRADE: Final = "SN-Y6"
ASSUMED: Final = Decimal(600)
"""The mean strength in MPa with which the drawing of the guide vane reckons."""
MARGIN: Final = ASSUMED / 5
LEAST: Final = Decimal(550)
"""The mean strength in MPa below which the drawing refuses a batch."""
PURPOSE: Final = (
    f"Are bars sintered with yttria recovered from lamp phosphor as strong as those sintered with primary yttria?\n\n"
    f"Margin: {MARGIN:f} {UNIT} either way, a fifth of the {ASSUMED:f} {UNIT} with which the drawing of the guide vane reckons. A mean that is "
    f"more than a fifth lower uses up what the drawing keeps in hand; one that is more than a fifth higher is no longer sorted by the proof "
    f"load, which is set for today's bars and would let weak ones pass. A smaller difference changes neither. So “equivalent” shall say here "
    f"that the means differ by less than {MARGIN:f} {UNIT}, not that they are the same."
)


def steps() -> list[Step]:
    """Give the step of this part."""
    return [Step(STUDY, plan)]


def plan(story: Story) -> Study:
    """Plan the study, write its one characteristic with its margins, and lock all that by opening it."""
    iris = story.actor(IRIS, 64)
    candidate = _material(story, iris, "Si3N4, recovered yttria", "Heron Ceramics")
    incumbent = _material(story, iris, "Si3N4, primary yttria", "Overseas ceramics works")
    study = studies.plan_study(
        consortium_id=story.made_by(CONSORTIUM),
        title=TITLE,
        purpose=PURPOSE,
        candidate_id=candidate.pk,
        incumbent_id=incumbent.pk,
        replicates=BARS,
        samples_due_on=(iris.now + timedelta(days=8)).date(),
        results_due_on=(iris.now + timedelta(days=25)).date(),
        laboratories_wanted=len(BREAKERS),
        certifying=True,
        publication=Publication.FIGURES,
        actor=iris,
    )
    add_strength(study, iris)
    return studies.open_study(study_id=study.pk, actor=story.actor(IRIS, 65))


def _material(story: Story, iris: Actor, name: str, producer: str) -> Material:
    return add_material(
        name=name,
        grade=GRADE,
        critical_input="rare-earths",
        owner_id=story.made_by(CONSORTIUM),
        producer=producer,
        actor=iris,
    )


def add_strength(study: Study, iris: Actor) -> None:
    """Write the strength of the bars into the protocol, with limit and margins."""
    studies.add_characteristic(
        study_id=study.pk,
        code=CODE,
        name_en="Flexural strength",
        name_tr="Eğilme dayanımı",
        unit=UNIT,
        method="Flexure at room temperature after ISO 14704; two grinding settings a laboratory, fifteen bars each",
        lower=LEAST,
        direction=Direction.TARGET,
        margin_low=MARGIN,
        margin_high=MARGIN,
        actor=iris,
    )
