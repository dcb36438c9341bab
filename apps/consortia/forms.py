"""Forms of consortia: input to plain values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.consortia.models import ConsortiumMembership
from apps.materials.models import CriticalInput

INVITABLE = [
    (kind.value, kind.label) for kind in Organisation.Kind if kind != Organisation.Kind.ADMINISTRATION
]
ROLES = [(role.value, role.label) for role in ConsortiumMembership.Role if role.value != "convener"]


class ConsortiumForm(forms.Form):
    """A new consortium with the first version of its agreement."""

    name = forms.CharField(label=_("Name"), max_length=200)
    critical_input = forms.ModelChoiceField(label=_("Critical input"), queryset=CriticalInput.objects.all())
    purpose = forms.CharField(label=_("Purpose"), widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.CharField(label=_("Version of the agreement"), max_length=20, initial="1.0")
    summary_en = forms.CharField(
        label=_("Summary, English (a line each)"), widget=forms.Textarea(attrs={"rows": 5})
    )
    summary_tr = forms.CharField(
        label=_("Summary, Turkish (a line each)"), widget=forms.Textarea(attrs={"rows": 5})
    )
    text_en = forms.CharField(label=_("Agreement, English"), widget=forms.Textarea(attrs={"rows": 12}))
    text_tr = forms.CharField(label=_("Agreement, Turkish"), widget=forms.Textarea(attrs={"rows": 12}))


class CallForm(forms.Form):
    """A call: what is offered to whom, until when."""

    title = forms.CharField(label=_("Title"), max_length=160)
    text = forms.CharField(label=_("What is offered, and to whom"), widget=forms.Textarea(attrs={"rows": 6}))
    closes_on = forms.DateField(label=_("Closes on"), widget=forms.DateInput(attrs={"type": "date"}))


class InvitationForm(forms.Form):
    """Whom to invite."""

    organisation_name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    organisation_kind = forms.ChoiceField(label=_("Kind of organisation"), choices=INVITABLE, initial="firm")
    is_sme = forms.BooleanField(label=_("It is a small or medium firm (SME)"), required=False)
    member_role = forms.ChoiceField(label=_("Role in the consortium"), choices=ROLES, initial="member")
    email = forms.EmailField(
        label=_("E-mail address of the person who signs"),
        max_length=254,
        help_text=_("The link is bound to this address; only this person can use it."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=[("en", "English"), ("tr", "Türkçe")]
    )


class AgreementForm(forms.Form):
    """The one page of an invitation, for somebody who is signed in."""

    agreement = forms.BooleanField(label=_("I accept the agreement and may sign for my organisation"))


class JoinForm(AgreementForm):
    """The one page of an invitation, for somebody without an account."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 12 characters."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("name", "password", "agreement")
