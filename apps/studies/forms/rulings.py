"""Forms of rulings on outlying cells."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.studies.states import Ruling


class RulingForm(forms.Form):
    """Keep a cell or leave it out, and why."""

    ruling = forms.ChoiceField(label=_("The cell"), choices=Ruling.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was found when the cause was looked for"),
    )


class ReturnForm(forms.Form):
    """Why a ruling goes back."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
