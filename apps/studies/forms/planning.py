"""Planning a study, and changing its plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.consortia.models import Consortium
from apps.core.actor import Actor
from apps.materials.selectors import materials_of
from apps.studies.models import Publication
from apps.studies.rules.codes import MOST_LABORATORIES
from apps.studies.rules.protocol import FEWEST_SHEETS, MOST_REPLICATES
from apps.studies.selectors import consortia_to_plan_for


class DayField(forms.DateField):
    """A day, chosen from a calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RevisionForm(forms.Form):
    """What of a plan can be changed until the study opens."""

    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = forms.CharField(
        label=_("What the study shall find out"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    certifying = forms.BooleanField(
        label=_("A certificate shall rest on this study"),
        required=False,
        help_text=_(
            "Then it needs an incumbent, equivalence margins, at least three laboratories, samples that were "
            "checked and received, and a conclusion."
        ),
    )
    laboratories_wanted = forms.IntegerField(
        label=_("Laboratories wanted"),
        min_value=FEWEST_SHEETS,
        max_value=MOST_LABORATORIES,
        initial=8,
        help_text=_("ISO 5725 asks for 8 to 15."),
    )
    replicates = forms.IntegerField(
        label=_("Replicates"),
        min_value=1,
        max_value=MOST_REPLICATES,
        initial=3,
        help_text=_("How often each laboratory tests each sample."),
    )
    samples_due_on = DayField(
        label=_("Samples due on"), required=False, help_text=_("The day by which laboratories have them.")
    )
    results_due_on = DayField(label=_("Results due on"))
    publication = forms.ChoiceField(
        label=_("What the public may read after the conclusion"),
        choices=Publication,
        help_text=_(
            "Agreed now: it cannot be changed once the study is open. Nothing: the study is not even listed. "
            "The conclusion: reference, consortium, convener, day, number of laboratories, the names of the "
            "materials, for each characteristic the word and the margins, the hashes of protocol and inputs. "
            "Means and precision: these as well. Never: laboratories or their codes, firms, producers."
        ),
    )


class PlanForm(RevisionForm):
    """A new study."""

    consortium_id = forms.TypedChoiceField(label=_("Consortium"))
    candidate_id = forms.TypedChoiceField(label=_("Candidate material"))
    more_candidates = forms.TypedMultipleChoiceField(
        label=_("Further candidates"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is compared with the incumbent for itself."),
    )
    incumbent_id = forms.TypedChoiceField(
        label=_("Incumbent material"),
        required=False,
        help_text=_("Choose one if the candidate shall be compared with the material in use."),
    )
    field_order = [
        "consortium_id",
        "title",
        "purpose",
        "candidate_id",
        "more_candidates",
        "incumbent_id",
        "certifying",
    ]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consortia = consortia_to_plan_for(actor)
        inputs = {one.critical_input_id for one in consortia}
        materials = [row for row in materials_of(actor) if row.critical_input_id in inputs]
        self.has_consortia, self.has_materials = bool(consortia), bool(materials)
        shown = [(row.pk, f"{row} ({row.critical_input})") for row in materials]
        chosen = {str(row.pk): row.pk for row in [*consortia, *materials]}
        choices: dict[str, list[tuple[Any, Any]]] = {
            "consortium_id": [(row.pk, _named(row)) for row in consortia],
            "candidate_id": shown,
            "more_candidates": shown,
            "incumbent_id": [("", _("none")), *shown],
        }
        for name, of_field in choices.items():
            field: Any = self.fields[name]
            field.choices, field.coerce = of_field, chosen.get
        self.fields["incumbent_id"].empty_value = None  # type: ignore[attr-defined]


def _named(row: Consortium) -> str:
    return f"{row.name} ({row.critical_input})"
