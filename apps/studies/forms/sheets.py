"""What a laboratory hands in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
