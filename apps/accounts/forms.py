"""Forms of one's own organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """Where the organisation is; certificates and letters print it."""

    address = forms.CharField(label=_("Address"), max_length=300, help_text=_("Street, postal code, town."))
    country = forms.RegexField(
        r"^[A-Z]{2}$", label=_("Country (two letters)"), help_text=_("ISO 3166 code, such as TR or DE.")
    )
