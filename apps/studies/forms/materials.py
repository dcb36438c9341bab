"""The catalogue of materials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.materials.models import CriticalInput
from apps.materials.selectors import critical_inputs
from apps.studies.selectors import consortia_to_plan_for


class MaterialForm(forms.Form):
    """A material for the catalogue of a consortium."""

    owner_id = forms.TypedChoiceField(
        label=_("Kept by"), help_text=_("The members of a consortium see its materials.")
    )
    critical_input = forms.ChoiceField(label=_("Critical input"))
    name = forms.CharField(label=_("Name"), max_length=160)
    grade = forms.CharField(label=_("Grade"), max_length=120, help_text=_("As on the data sheet."))
    producer = forms.CharField(label=_("Producer"), max_length=160, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = {str(row.pk): row for row in consortia_to_plan_for(actor)}
        self.fields["owner_id"].choices = [(key, row.name) for key, row in owners.items()]  # type: ignore[attr-defined]
        self.fields["owner_id"].coerce = lambda key: owners[key].pk  # type: ignore[attr-defined]
        inputs: list[CriticalInput] = critical_inputs()
        self.fields["critical_input"].choices = [(row.code, row.name) for row in inputs]  # type: ignore[attr-defined]
