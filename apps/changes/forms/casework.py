"""Questions, answers, recommendations and decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.changes.states import Outcome


def words(label: Any, help_text: Any = "") -> forms.CharField:
    """Make a field for a text of some lines."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=8000, widget=forms.Textarea(attrs={"rows": 7})
    )


class AskForm(forms.Form):
    """A question to the firm."""

    text = words(_("Your question"), _("The firm reads it as a letter. One question, one answer."))
    due_on = forms.DateField(
        label=_("Answer by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )


class AnswerForm(forms.Form):
    """The firm's answer."""

    text = words(_("Your answer"), _("The administration alone reads it."))


class OutcomeForm(forms.Form):
    """A recommendation or a decision."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    reasons = words(_("Reasons"))


class ReturnForm(forms.Form):
    """Why a recommendation goes back."""

    note = words(_("What is still to be done"), _("Internal: the firm does not read it."))
