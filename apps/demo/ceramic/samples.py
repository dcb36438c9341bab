"""Boxes of bars: laboratories enrol, the checks are waived for a reason, the boxes leave and come in."""

from collections.abc import Iterable
from typing import Final

from apps.core.actor import Actor
from apps.demo.ceramic.consortium import BREAKERS
from apps.demo.ceramic.data import CANDIDATE, INCUMBENT, Codes
from apps.demo.ceramic.planning import STUDY
from apps.demo.founding import MINUTES_BETWEEN, lead_of
from apps.demo.people import IRIS, House
from apps.demo.steps import Step, Story
from apps.studies import services as studies
from apps.studies.models import Item, ItemCheck, Sample
from apps.studies.states import DISPATCHED, PREPARED

BATCHES: Final = {Item.Role.CANDIDATE: CANDIDATE, Item.Role.INCUMBENT: INCUMBENT}
CARRIER: Final = "Anadolu Kargo, {consignment}"
REASONS: Final = {
    ItemCheck.Kind.HOMOGENEITY: "A bar breaks in its test and cannot be tested twice, so what differs between bars cannot be told from what the "
    "test scatters. Bars were drawn at random from their batch; their scatter is part of each laboratory's repeatability. No separate check "
    "was made.",
    ItemCheck.Kind.STABILITY: "Sintered silicon nitride does not change in the weeks of the study. No separate check was made.",
}
UNHURT: Final = "Thirty bars, box closed, no chips under the loupe."
BROKEN: Final = "The box is crushed, four bars are broken."
UNLUCKY: Final = "willow"
"""The laboratory whose incumbent bars come in broken."""


def steps() -> list[Step]:
    """Give the steps of this part."""
    return [
        Step("laboratories enrol for the ceramic", enrol),
        Step("the checks of the ceramic are waived", waive),
        Step("the boxes of bars are dispatched", dispatch),
        Step("the boxes of bars come in, one broken", receive),
        Step("the broken box is replaced", replace),
    ]


def enrol(story: Story) -> None:
    """Let the eight laboratories take their places."""
    for place, house in enumerate(BREAKERS):
        actor = story.actor(lead_of(house), 66, place * MINUTES_BETWEEN)
        studies.enrol(study_id=story.made_by(STUDY), actor=actor)


def waive(story: Story) -> None:
    """Waive the checks of both items, with the true reason."""
    study_id, iris = story.made_by(STUDY), story.actor(IRIS, 67, 30)
    for item in Item.objects.filter(study=study_id).order_by("code"):
        for kind, reason in REASONS.items():
            studies.waive_check(study_id=study_id, item=item.code, kind=kind, reason=reason, actor=iris)


def dispatch(story: Story) -> None:
    """Send every box."""
    _send(story, story.actor(IRIS, 67, 240), consignment="A-4471")


def receive(story: Story) -> None:
    """Let each laboratory confirm its boxes; one finds broken bars in one of them."""
    for place, house in enumerate(BREAKERS):
        actor = story.actor(lead_of(house), 69, place * MINUTES_BETWEEN)
        for sample in own_samples(story, actor, DISPATCHED):
            if house.key == UNLUCKY and sample.item.role == Item.Role.INCUMBENT:
                studies.report_damage(sample_id=sample.pk, condition=BROKEN, actor=actor)
            else:
                studies.receive(sample_id=sample.pk, condition=UNHURT, actor=actor)


def replace(story: Story) -> None:
    """Send the box that was prepared in place of the broken one; it comes in under its own code."""
    _send(story, story.actor(IRIS, 70), consignment="A-4502")
    unlucky = next(house for house in BREAKERS if house.key == UNLUCKY)
    actor = story.actor(lead_of(unlucky), 72)
    for sample in own_samples(story, actor, DISPATCHED):
        studies.receive(sample_id=sample.pk, condition=UNHURT, actor=actor)


def _send(story: Story, iris: Actor, *, consignment: str) -> None:
    boxes = own_samples(story, iris, PREPARED)
    studies.dispatch(
        study_id=story.made_by(STUDY),
        sample_ids=[box.pk for box in boxes],
        carrier=CARRIER.format(consignment=consignment),
        actor=iris,
    )


def own_samples(story: Story, actor: Actor, state: str) -> list[Sample]:
    """Give the boxes in a state that somebody may know of: a laboratory its own, the convener all."""
    rows = Sample.objects.visible_to(actor).filter(study=story.made_by(STUDY), state=state)
    return list(rows.select_related("item").order_by("code"))


def on_the_boxes(convener: Actor, story: Story, house: House) -> Codes:
    """Give the codes under which a laboratory got the batches: the convener, who packs, knows them."""
    packed = Sample.objects.visible_to(convener).filter(study=story.made_by(STUDY), state="received")
    return _by_batch(packed.filter(enrolment__organisation__name=house.name).select_related("item"))


def _by_batch(boxes: Iterable[Sample]) -> Codes:
    return {BATCHES[Item.Role(box.item.role)]: box.code for box in boxes}
