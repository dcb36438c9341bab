"""How far the demonstration is: each step is played once, and the whole story too."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DemonstrationPlayed(Event):
    about: ClassVar[str] = "demonstration"
    sentence: ClassVar[Words] = _("The demonstration was played.")
    demonstration_id: str = "first"


@dataclass(frozen=True, kw_only=True)
class DemonstrationBegun(DemonstrationPlayed):
    sentence: ClassVar[Words] = _("The demonstration began.")
    beginning: str


@dataclass(frozen=True, kw_only=True)
class StepPlayed(DemonstrationPlayed):
    sentence: ClassVar[Words] = _("A step of the demonstration was played.")
    step: str
    made: str = ""
