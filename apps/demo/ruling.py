"""After a study is closed: its outlying cells are ruled on, somebody else confirms, and it is concluded."""

from collections.abc import Callable
from typing import Final

from apps.demo.people import IRIS, NORA
from apps.demo.steps import Story
from apps.studies import selectors
from apps.studies import services as studies
from apps.studies.projections.flags import FlagView
from apps.studies.states import PROPOSED, RULED, Ruling

KEEP: Final = str(Ruling.KEEP)


def rule(story: Story, *, study: str, reason_for: Callable[[FlagView], str], day: int) -> None:
    """Let the coordinator keep every cell that waits for a ruling, each with its reason."""
    study_id, iris = story.made_by(study), story.actor(IRIS, day)
    for flag in _flags(story, study, PROPOSED, day):
        studies.rule(study_id=study_id, flag_id=flag.id, ruling=KEEP, reason=reason_for(flag), actor=iris)


def send_back(story: Story, *, study: str, reason: str, day: int) -> None:
    """Let the second person send every ruling back."""
    study_id, nora = story.made_by(study), story.actor(NORA, day)
    for flag in _flags(story, study, RULED, day):
        studies.send_back(study_id=study_id, flag_id=flag.id, reason=reason, actor=nora)


def confirm(story: Story, *, study: str, day: int) -> None:
    """Let the second person confirm every ruling."""
    study_id, nora = story.made_by(study), story.actor(NORA, day)
    for flag in _flags(story, study, RULED, day):
        studies.confirm(study_id=study_id, flag_id=flag.id, actor=nora)


def conclude(story: Story, *, study: str, day: int) -> None:
    """Let the coordinator conclude the study with the run that stands."""
    studies.conclude(study_id=story.made_by(study), actor=story.actor(IRIS, day))


def _flags(story: Story, study: str, state: str, day: int) -> list[FlagView]:
    found = selectors.study_for(story.actor(NORA, day), story.made_by(study))
    return [flag for flag in selectors.flags_of(found) if flag.state == state]
