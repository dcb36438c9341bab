"""Forms of rulings on outlying cells."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.studies.states import Scope, rulings_on

WHAT: Final = {
    Scope.CELL: _("The cell"),
    Scope.RESULT: _("The result"),
    Scope.LABORATORY: _("The laboratory"),
}


class RulingForm(forms.Form):
    """Keep what a test points at or leave it out, and why."""

    ruling = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was found when the cause was looked for"),
    )

    def __init__(self, *said: Any, scope: str, **more: Any) -> None:
        """Ask about what the flag points at."""
        super().__init__(*said, **more)
        ruling = self.fields["ruling"]
        ruling.label = WHAT[Scope(scope)]
        ruling.choices = list(rulings_on(Scope(scope)).items())  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """Why a ruling goes back."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
