"""The languages a certificate is printed in: one, or two side by side."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Invalid, Words

BOTH: Final = "en-tr"
CHOICES: Final[tuple[tuple[str, Words], ...]] = (
    ("en", "English"),
    ("tr", "Türkçe"),
    (BOTH, gettext_lazy("English and Turkish side by side")),
)


def languages_of(chosen: str) -> tuple[str, ...]:
    """Give the languages in print, the one that the certificate's figures are written in first."""
    return tuple(chosen.split("-"))


def check_language(chosen: str) -> None:
    """Refuse what no certificate is printed in. Raises `Invalid`."""
    if chosen not in dict(CHOICES):
        words = _("Choose one of the languages.")
        raise Invalid(words, fields={"language": [words]})
