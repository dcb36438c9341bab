"""Forms of one's own organisation, and of who joins it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.words import role_choices


class AddressForm(forms.Form):
    """Where the organisation is; certificates and letters print it."""

    address = forms.CharField(label=_("Address"), max_length=300, help_text=_("Street, postal code, town."))
    country = forms.RegexField(
        r"^[A-Z]{2}$", label=_("Country (two letters)"), help_text=_("ISO 3166 code, such as TR or DE.")
    )


class RoleForm(forms.Form):
    """A role that means something in this kind of organisation."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(kind)  # type: ignore[attr-defined]  # a choice field


class ColleagueForm(RoleForm):
    """Whom to invite, for what."""

    email = forms.EmailField(
        label=_("E-mail address of your colleague"),
        max_length=254,
        help_text=_("The link is bound to this address; only this person can use it."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=[("en", "English"), ("tr", "Türkçe")]
    )
    field_order = ("email", "role", "language")


class AcceptForm(forms.Form):
    """Taking a role with the account that one is signed in with: nothing to fill in."""


class NewcomerForm(forms.Form):
    """Taking a role without an account."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 12 characters."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class KeyForm(forms.Form):
    """What an API key is for."""

    label = forms.CharField(max_length=80)
