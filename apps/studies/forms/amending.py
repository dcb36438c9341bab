"""Amending a locked protocol."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.studies.forms.planning import DayField
from apps.studies.forms.protocol import CharacteristicForm, JudgedForm
from apps.studies.models import Direction, MarginKind
from apps.studies.projections import CharacteristicView, StudyView
from apps.studies.rules.amending import ALWAYS
from apps.studies.rules.codes import MOST_LABORATORIES
from apps.studies.rules.protocol import FEWEST_SHEETS, MOST_REPLICATES


class AmendmentForm(forms.Form):
    """What may change in the study itself, and why."""

    reason = forms.CharField(
        label=_("Why the protocol is amended"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every laboratory reads it, and it stands in the record for good."),
    )
    results_due_on = DayField(label=_("Results due on"))
    samples_due_on = DayField(label=_("Samples due on"), required=False)
    laboratories_wanted = forms.IntegerField(
        label=_("Laboratories wanted"), min_value=FEWEST_SHEETS, max_value=MOST_LABORATORIES
    )
    replicates = forms.IntegerField(
        label=_("Replicates"), min_value=1, max_value=MOST_REPLICATES, help_text=_("More, not fewer.")
    )


class AmendedCharacteristicForm(JudgedForm):
    """What may change in one characteristic."""

    invalidates = forms.BooleanField(
        label=_("What was handed in before does not count any more"),
        required=False,
        help_text=_("Laboratories concerned are told to hand in again; nobody else learns who they are."),
    )
    removed = forms.BooleanField(label=_("Take it out of the protocol"), required=False)


class AddedCharacteristicForm(CharacteristicForm):
    """A characteristic that comes in by the amendment; left empty, none does."""

    def __init__(self, data: Any) -> None:
        initial = {"direction": Direction.TARGET, "margin_kind": MarginKind.ABSOLUTE}
        super().__init__(
            data, prefix="new", initial=initial, empty_permitted=True, use_required_attribute=False
        )


class Amending:
    """The forms of one amendment: of the study, of each characteristic shown, of one to add."""

    def __init__(self, data: Any, study: StudyView, shown: Iterable[CharacteristicView]) -> None:
        self.plan = AmendmentForm(data, initial={name: getattr(study, name) for name in ALWAYS})
        self.rows = [(row, _of_row(data, row)) for row in shown]
        self.added = AddedCharacteristicForm(data)
        self.all = [self.plan, *(form for _row, form in self.rows), self.added]

    def is_valid(self) -> bool:
        """Ask every form, so that each shows its faults."""
        answers = [form.is_valid() for form in self.all]
        return all(answers)

    @property
    def has_errors(self) -> bool:
        """Tell whether something is to be mended."""
        return any(form.is_bound and form.errors for form in self.all)

    def asked(self) -> dict[str, Any]:
        """Give the amendment as the service wants it, but for the characteristic to add."""
        plan = dict(self.plan.cleaned_data)
        ticked = {
            name: [row.code for row, form in self.rows if form.cleaned_data[name]]
            for name in ("invalidates", "removed")
        }
        kept = [(row, form) for row, form in self.rows if row.code not in ticked["removed"]]
        return {
            "reason": plan.pop("reason"),
            "changes": plan,
            "characteristics": {row.code: _judged(form) for row, form in kept},
            **ticked,
        }

    def added_values(self) -> dict[str, Any] | None:
        """Give the characteristic to add, if there is one."""
        return self.added.said() if self.added.has_changed() else None

    def form_of(self, code: str) -> forms.Form:
        """Give the form of a characteristic by its code, or of the one to add."""
        return next((form for row, form in self.rows if row.code == code), self.added)


def _of_row(data: Any, row: CharacteristicView) -> AmendedCharacteristicForm:
    initial = {name: getattr(row, name) for name in JudgedForm.base_fields}
    return AmendedCharacteristicForm(data, prefix=f"c{row.id}", initial=initial)


def _judged(form: AmendedCharacteristicForm) -> dict[str, Any]:
    ticks = ("invalidates", "removed")
    return {name: value for name, value in form.said().items() if name not in ticks}
