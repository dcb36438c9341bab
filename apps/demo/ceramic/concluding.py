"""The end of the study: closed, one outlying cell argued about by two people, concluded."""

from functools import partial
from typing import Final

from apps.demo import ruling
from apps.demo.ceramic.planning import STUDY
from apps.demo.people import IRIS
from apps.demo.steps import Step, Story
from apps.studies import services as studies
from apps.studies.projections.flags import FlagView

FIRST_REASON: Final = "Two bars of this cell broke early; that happens with ceramics."
NOT_ENOUGH: Final = "Say what the laboratory was asked, and why weak bars may stay."
REASON: Final = (
    "The laboratory was asked: load cell, span and records of the bars that broke below 450 MPa show no mistake. A ceramic breaks at its worst "
    "flaw, so weak bars belong to the batch; to leave them out would make the candidate look better than it is."
)


def steps() -> list[Step]:
    """Give the steps of this part."""
    back = partial(ruling.send_back, study=STUDY, reason=NOT_ENOUGH, day=92)
    return [
        Step("the ceramic's study is closed", close),
        Step("the outlying bars are ruled on", partial(_rule, reason=FIRST_REASON, day=91)),
        Step("the ruling on the bars is sent back", back),
        Step("the outlying bars are ruled on again", partial(_rule, reason=REASON, day=93)),
        Step("the ruling on the bars is confirmed", partial(ruling.confirm, study=STUDY, day=94)),
        Step("the ceramic's study is concluded", partial(ruling.conclude, study=STUDY, day=95)),
    ]


def close(story: Story) -> None:
    """Close the study: the embargo ends."""
    studies.close_study(study_id=story.made_by(STUDY), actor=story.actor(IRIS, 90))


def _rule(story: Story, *, reason: str, day: int) -> None:
    def said(_flag: FlagView) -> str:
        return reason

    ruling.rule(story, study=STUDY, reason_for=said, day=day)
