"""The form that hands a study over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.studies.selectors.coordinators import Planner


class CoordinatorForm(forms.Form):
    """Who coordinates the study from now on."""

    person_id = forms.ChoiceField(label=_("Coordinator"))

    def __init__(self, *said: Any, planners: Sequence[Planner], **more: Any) -> None:
        """Offer the people who do not coordinate it already."""
        super().__init__(*said, **more)
        choices = [(str(one.id), one.name) for one in planners if not one.coordinates]
        self.fields["person_id"].choices = choices  # type: ignore[attr-defined]
