"""The parts of a report, one form a page."""

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.changes.projections import COUNTRIES
from apps.changes.states import ReportState
from apps.changes.words import LABELS
from apps.supply.selectors import choices

Choices = list[tuple[str, str]]


def text(name: str, help_text: Any = "", *, long: bool = False, most: int = 160) -> forms.CharField:
    """Make a field for a standard text of a report; drafts may leave it empty for now."""
    widget = forms.Textarea(attrs={"rows": 5}) if long else forms.TextInput()
    return forms.CharField(
        label=LABELS[name], help_text=help_text, required=False, widget=widget, max_length=most
    )


def mass(label: Any, help_text: Any = "") -> forms.DecimalField:
    """Make a field for kilograms, read with the decimal sign of the reader's language."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        localize=True,
        widget=widget,
        max_digits=16,
        decimal_places=3,
    )


class PartForm(forms.Form):
    """A part of the draft. A page can be left half-filled: what is missing is said before sending.

    `needed` fields are shown without the word "optional", because the whole report needs them.
    """

    use_required_attribute = False
    needed: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, *args: Any, inputs: Choices | None = None, countries: Choices | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        empty = ("", _("Choose"))
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.choices = [empty, *((inputs if name == "critical_input" else countries) or [])]
        if not self.is_bound:
            self._show_needed()

    def full_clean(self) -> None:
        """Check what was sent, then show which fields the report needs."""
        super().full_clean()
        self._show_needed()

    def _show_needed(self) -> None:
        for name in self.needed:
            self.fields[name].required = True


class ChangeForm(PartForm):
    """What changes: the input and why."""

    needed = frozenset({"reason"})

    critical_input = forms.ChoiceField(
        label=LABELS["critical_input"], help_text=gettext_lazy("The material whose supplier changes.")
    )
    reason = text(
        "reason",
        gettext_lazy("A few sentences: what happened, and by when the change is needed."),
        long=True,
        most=4000,
    )


class OriginForm(PartForm):
    """Where it comes from and from whom."""

    needed = frozenset({*COUNTRIES, "current_supplier", "new_supplier"})

    country_mined = forms.ChoiceField(
        label=LABELS["country_mined"],
        help_text=gettext_lazy(
            "The origin is where it is mined and processed, not where it is shipped from."
        ),
        required=False,
    )
    country_processed = forms.ChoiceField(label=LABELS["country_processed"], required=False)
    country_shipped_from = forms.ChoiceField(label=LABELS["country_shipped_from"], required=False)
    current_supplier = text("current_supplier", gettext_lazy("The company that delivers today."))
    new_supplier = text("new_supplier", gettext_lazy("The company that will deliver."))


class TestingForm(PartForm):
    """What it is, and what testing says about it."""

    __test__ = False  # not a test, whatever pytest thinks of the name
    needed = frozenset({"grade"})

    grade = text(
        "grade",
        gettext_lazy("The quality class as in the standard or the contract, for example EN AW-2024."),
        most=120,
    )
    certificate_number = text(
        "certificate_number",
        gettext_lazy("As printed on the certificate. It is looked up in the register."),
        most=60,
    )
    testing_outcome = text(
        "testing_outcome",
        gettext_lazy("What testing showed. Without a certificate, explain here why there is none."),
        long=True,
        most=4000,
    )


class ScheduleForm(PartForm):
    """How much, and when it ships; a filled pair of day and mass adds a shipment."""

    needed = frozenset({"annual_volume_kg"})

    annual_volume_kg = mass(
        LABELS["annual_volume_kg"],
        gettext_lazy("All deliveries of this input from the new supplier in a year."),
    )
    ships_on = forms.DateField(
        label=gettext_lazy("Day it leaves"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    mass_kg = mass(gettext_lazy("Mass"))

    def clean(self) -> dict[str, Any]:
        """A shipment is a day and a mass, or nothing."""
        said = super().clean() or self.cleaned_data
        day, mass_kg = said.get("ships_on"), said.get("mass_kg")
        if day and mass_kg is None and "mass_kg" not in self.errors:
            self.add_error("mass_kg", _("Give the mass of this shipment."))
        if mass_kg is not None and not day and "ships_on" not in self.errors:
            self.add_error("ships_on", _("Give the day this shipment leaves."))
        return said


PART_FORMS: Final[dict[str, type[PartForm]]] = {
    "change": ChangeForm,
    "origin": OriginForm,
    "testing": TestingForm,
    "schedule": ScheduleForm,
}


class FiltersForm(forms.Form):
    """What the list is narrowed by."""

    critical_input = forms.ChoiceField(label=LABELS["critical_input"], required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("Any")), *ReportState.choices]
    )
    country_mined = forms.ChoiceField(label=gettext_lazy("Mined in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inputs, countries = choices()
        for name, known in (("critical_input", inputs), ("country_mined", countries)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Any")), *known]
