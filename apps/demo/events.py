"""That the demonstration was played, so that it is played once."""

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
