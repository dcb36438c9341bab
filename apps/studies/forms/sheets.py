"""What a laboratory hands in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.studies.forms.entry import WhoMeasured

KINDS = ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetForm(WhoMeasured):
    """A result sheet. An empty or broken file is read all the same: its report says what is wrong."""

    file = forms.FileField(
        label=_("Result sheet (CSV or XLSX)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": KINDS}),
    )
    field_order = ("file", "analyst", "instrument")


class SubmitForm(forms.Form):
    """The last step: a draft is handed in. A correction says why."""

    reason = forms.CharField(
        label=_("Why you correct"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your earlier sheet is kept, and this reason with it."),
    )

    def __init__(self, *said: Any, is_correction: bool, **more: Any) -> None:
        """Ask for a reason only where there is something to correct."""
        super().__init__(*said, **more)
        if not is_correction:
            del self.fields["reason"]


class RawFileForm(forms.Form):
    """A raw file beside a draft."""

    file = forms.FileField(
        label=_("Raw file"), help_text=_("What the instrument wrote: any kind, 8 MB at most.")
    )
