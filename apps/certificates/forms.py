"""Forms of certification: input to plain values."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.certificates.rules.decisions import LONGEST_TEXT, MOST_MONTHS
from apps.certificates.selectors import Candidate

OUTCOMES = [("approve", _("Approve: a certificate is made")), ("refuse", _("Refuse: no certificate is made"))]


def _text(label: Any, help_text: Any, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows})
    )


class RequestForm(forms.Form):
    """What to certify, by whom, in which language the paper is printed."""

    material = forms.TypedChoiceField(label=_("Material"), coerce=UUID, widget=forms.RadioSelect)
    body = forms.TypedChoiceField(label=_("Certification body"), coerce=UUID, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the certificate"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        """Offer the candidates of the study and the bodies of its consortium; a single one is chosen."""
        super().__init__(*args, **kwargs)
        choices = {"material": candidate.materials, "body": candidate.bodies}
        for name, rows in choices.items():
            field = self.fields[name]
            field.choices = [(str(row.pk), str(row)) for row in rows]  # type: ignore[attr-defined]  # a choice field
            if len(rows) == 1:
                field.initial = str(rows[0].pk)


class EvaluationForm(forms.Form):
    """The evaluation in words."""

    evaluation = _text(
        _("Evaluation"),
        _(
            "What you looked at, what the results say, what speaks against it. The holder reads it after the decision."
        ),
        rows=10,
    )


class DecisionForm(forms.Form):
    """The decision: outcome, reasons, validity."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=OUTCOMES, widget=forms.RadioSelect)
    reasons = _text(_("Reasons"), _("The holder reads them. They stay with the certificate."))
    months = forms.IntegerField(
        label=_("Validity"),
        help_text=_("From today. Only for an approval."),
        min_value=1,
        max_value=MOST_MONTHS,
        initial=36,
        error_messages={"required": _("Say for how many months the certificate is valid.")},
    )

    def clean(self) -> dict[str, Any]:
        """Do not ask for a validity where there will be none."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("outcome") == "refuse":
            self.errors.pop("months", None)
        return said


class WithdrawalForm(forms.Form):
    """Why a certificate no longer counts."""

    reason = _text(
        _("Reason"), _("The holder reads it. Strangers learn only that it was withdrawn, and when."), rows=4
    )


class FileForm(forms.Form):
    """A PDF to be checked."""

    file = forms.FileField(
        label=_("The PDF of the certificate"),
        help_text=_("The file as you got it. It is checked and thrown away; nothing of it is kept."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
