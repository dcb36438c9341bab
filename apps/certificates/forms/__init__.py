"""Forms of certification: input to plain values."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.certificates.rules.decisions import LONGEST_ON_PAGE_ONE, LONGEST_TEXT, MOST_MONTHS
from apps.certificates.rules.languages import CHOICES as LANGUAGES
from apps.certificates.rules.letters import LONGEST_ADDRESS, LONGEST_LINE
from apps.certificates.selectors import Candidate
from apps.certificates.states import ReinstatementCode, SuspensionCode
from apps.core.templatetags.figures import day

OUTCOMES = [("approve", _("Approve: a certificate is made")), ("refuse", _("Refuse: no certificate is made"))]

TO_HOLDER = _("The holder reads it. Strangers learn only the state, and since when.")


def _text(label: Any, help_text: Any, rows: int = 6, most: int = LONGEST_TEXT) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


class RequestForm(forms.Form):
    """What to certify, by whom, in which language the paper is printed."""

    material = forms.TypedChoiceField(label=_("Material"), coerce=UUID, widget=forms.RadioSelect)
    body = forms.TypedChoiceField(label=_("Certification body"), coerce=UUID, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the certificate"), choices=LANGUAGES, widget=forms.RadioSelect
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


class BatchForm(forms.Form):
    """Which certificates to approve, for the same reasons and as long. The choices are the service's to judge."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    certificate_ids = forms.TypedMultipleChoiceField(
        coerce=UUID, error_messages={"required": _("Choose one certificate or more.")}
    )
    reasons = _text(_("Reasons"), _("The holder reads them. They stay with the certificate."), rows=4)
    months = forms.IntegerField(
        label=_("Validity"),
        help_text=_("From the day of the approval."),
        min_value=1,
        max_value=MOST_MONTHS,
        initial=36,
        error_messages={"required": _("Say for how many months the certificate is valid.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take any id: a certificate that somebody decided on meanwhile is listed as blocked, the others go on."""
        super().__init__(*args, **kwargs)
        field = self.fields["certificate_ids"]
        sent = self.data.getlist("certificate_ids") if self.is_bound else []  # type: ignore[attr-defined]  # a QueryDict
        field.choices = [(one, one) for one in sent]  # type: ignore[attr-defined]  # a choice field


class SuspensionForm(forms.Form):
    """Why a certificate does not count for now: a reason that can be counted, and words."""

    code = forms.ChoiceField(label=_("Reason"), choices=SuspensionCode.choices, widget=forms.RadioSelect)
    reason = _text(_("In words"), TO_HOLDER, rows=4)


class ReinstatementForm(forms.Form):
    """Why a suspended certificate counts again."""

    code = forms.ChoiceField(label=_("Reason"), choices=ReinstatementCode.choices, widget=forms.RadioSelect)
    reason = _text(_("In words"), TO_HOLDER, rows=4)


class AmendmentForm(forms.Form):
    """Why a certificate is amended."""

    reason = _text(
        _("Reason"),
        _("It is printed on the new certificate, which lists by itself what has changed."),
        rows=4,
        most=LONGEST_ON_PAGE_ONE,
    )


class SurveillanceForm(forms.Form):
    """That a surveillance was done: which, when, and what came of it."""

    due_on = forms.TypedChoiceField(
        label=_("Surveillance"), coerce=date.fromisoformat, widget=forms.RadioSelect
    )
    done_on = forms.DateField(label=_("Done on"), widget=forms.DateInput(attrs={"type": "date"}))
    note = _text(_("Note"), _("What was looked at, and what came of it. The holder reads it."), rows=4)

    def __init__(self, *args: Any, days: Sequence[date], **kwargs: Any) -> None:
        """Offer the surveillances that are open; a single one is chosen."""
        super().__init__(*args, **kwargs)
        field = self.fields["due_on"]
        field.choices = [(due.isoformat(), _("due on %s") % day(due)) for due in days]  # type: ignore[attr-defined]  # a choice field
        if len(days) == 1:
            field.initial = days[0].isoformat()


class WithdrawalForm(forms.Form):
    """Why a certificate no longer counts."""

    reason = _text(
        _("Reason"), _("The holder reads it. Strangers learn only that it was withdrawn, and when."), rows=4
    )


class LetterForm(forms.Form):
    """To whom a certificate is sent, and with which words; the rules read the address themselves."""

    address = forms.CharField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        strip=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    line = forms.CharField(
        label=_("A line of yours"),
        help_text=_("The recipient reads it above the link. An answer goes to your own address."),
        max_length=LONGEST_LINE,
        strip=False,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class FileForm(forms.Form):
    """A PDF to be checked."""

    file = forms.FileField(
        label=_("The PDF of the certificate"),
        help_text=_("The file as you got it. It is checked and thrown away; nothing of it is kept."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
