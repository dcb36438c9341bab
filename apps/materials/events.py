"""News about materials."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MaterialAdded(Event):
    about: ClassVar[str] = "material"
    sentence: ClassVar[Words] = _("Added the material {material_name}, {grade}.")
    material_id: str
    material_name: str
    grade: str
