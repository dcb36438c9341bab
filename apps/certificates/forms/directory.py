"""What a stranger looks for in the directory, and what a holder publishes there."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.certificates.projections import words_of
from apps.certificates.selectors.directory import ALL, CURRENT, Wanted
from apps.certificates.states import ListingLevel
from apps.core.errors import Invalid

STATES: Final = ("valid", "expired", "suspended", "withdrawn", "superseded")
CHOICES: Final = [
    (CURRENT, _("valid or suspended")),
    *((state, words_of(state)) for state in STATES),
    (ALL, _("all")),
]


class ListingForm(forms.Form):
    """How much is published."""

    level = forms.ChoiceField(
        label=_("What everybody may read"), choices=ListingLevel.choices, widget=forms.RadioSelect
    )


class DirectoryForm(forms.Form):
    """Words and filters. Without choices of its own any critical input and country may be asked for."""

    q = forms.CharField(
        label=_("Words"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    critical_input = forms.CharField(label=_("Critical input"), max_length=40, required=False)
    country = forms.RegexField(
        label=_("Country of the holder"),
        regex=r"\A[A-Za-z]{2}\Z",
        required=False,
        error_messages={"invalid": _("A country is two letters, such as TR.")},
    )
    state = forms.ChoiceField(label=_("State"), choices=CHOICES, required=False)
    valid_at = forms.DateField(
        label=_("Valid on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 2026-05-31.")},
    )

    def offer(self, inputs: Iterable[tuple[str, str]], countries: Iterable[tuple[str, str]]) -> None:
        """Offer what is listed, to choose from."""
        for name, choices in (("critical_input", inputs), ("country", countries)):
            self.fields[name].widget = forms.Select(choices=[("", _("any")), *choices])

    def wanted(self, *, state: str = CURRENT) -> Wanted:
        """Give what is looked for; `state` where none is chosen. Raises `Invalid`, field by field."""
        if not self.is_valid():
            fields = {name: list(map(str, lines)) for name, lines in self.errors.items()}
            raise Invalid(_("This cannot be looked for."), fields=fields)
        said = self.cleaned_data
        return Wanted(**said | {"country": said["country"].upper(), "state": said["state"] or state})


def wanted_of(asked: Mapping[str, Any], *, state: str = CURRENT) -> Wanted:
    """Read what a program looks for."""
    return DirectoryForm(asked).wanted(state=state)
