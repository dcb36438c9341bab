"""Forms of studies: input to plain values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.consortia.models import Consortium
from apps.core.actor import Actor
from apps.materials.models import CriticalInput
from apps.materials.selectors import critical_inputs, materials_of
from apps.studies.rules.protocol import MOST_REPLICATES
from apps.studies.selectors import consortia_to_plan_for


class PlanForm(forms.Form):
    """A new study."""

    consortium_id = forms.TypedChoiceField(label=_("Consortium"))
    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = forms.CharField(
        label=_("What the study shall find out"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    candidate_id = forms.TypedChoiceField(label=_("Candidate material"))
    incumbent_id = forms.TypedChoiceField(
        label=_("Incumbent material"),
        required=False,
        help_text=_("Choose one if the candidate shall be compared with the material in use."),
    )
    replicates = forms.IntegerField(
        label=_("Replicates"),
        min_value=1,
        max_value=MOST_REPLICATES,
        initial=3,
        help_text=_("How often each laboratory tests each item."),
    )
    results_due_on = forms.DateField(
        label=_("Results due on"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consortia = consortia_to_plan_for(actor)
        inputs = {one.critical_input_id for one in consortia}
        materials = [row for row in materials_of(actor) if row.critical_input_id in inputs]
        self.has_consortia, self.has_materials = bool(consortia), bool(materials)
        self.fields["consortium_id"].choices = [(row.pk, _named(row)) for row in consortia]  # type: ignore[attr-defined]
        shown = [(row.pk, f"{row} ({row.critical_input})") for row in materials]
        self.fields["candidate_id"].choices = shown  # type: ignore[attr-defined]
        self.fields["incumbent_id"].choices = [("", _("none")), *shown]  # type: ignore[attr-defined]
        chosen = {str(row.pk): row.pk for row in [*consortia, *materials]}
        for name in ("consortium_id", "candidate_id", "incumbent_id"):
            self.fields[name].coerce = chosen.get  # type: ignore[attr-defined]
        self.fields["incumbent_id"].empty_value = None  # type: ignore[attr-defined]


def _named(row: Consortium) -> str:
    return f"{row.name} ({row.critical_input})"


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


class CharacteristicForm(forms.Form):
    """A characteristic of the protocol."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("As it stands on the sheet: Fe"))
    name_en = forms.CharField(label=_("Name, English"), max_length=120)
    name_tr = forms.CharField(label=_("Name, Turkish"), max_length=120)
    unit = forms.CharField(label=_("Unit"), max_length=30, help_text=_("MPa, g/cm³, % (m/m)"))
    method = forms.CharField(label=_("Method"), max_length=160, help_text=_("ISO 11885:2007, ICP-OES"))
    lower = forms.DecimalField(
        label=_("Lower limit"), required=False, max_digits=24, decimal_places=10, localize=True
    )
    upper = forms.DecimalField(
        label=_("Upper limit"), required=False, max_digits=24, decimal_places=10, localize=True
    )


class SheetForm(forms.Form):
    """A result sheet. An empty or broken file is read all the same: its report says what is wrong."""

    file = forms.FileField(
        label=_("Result sheet (CSV)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    reason = forms.CharField(
        label=_("Why you correct"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your earlier sheet is kept, and this reason with it."),
    )

    def __init__(self, *said: Any, is_correction: bool = False, **more: Any) -> None:
        """Ask for a reason only where there is something to correct."""
        super().__init__(*said, **more)
        if not is_correction:
            del self.fields["reason"]
