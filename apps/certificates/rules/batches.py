"""How many certificates one order may name."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.errors import Invalid

MOST_IN_BATCH: Final = 300
MOST_ATTEMPTS: Final = 5


def check_chosen(certificate_ids: Sequence[UUID]) -> list[UUID]:
    """Require one certificate or more, and not too many; give each once, in their order. Raises `Invalid`."""
    chosen = list(dict.fromkeys(certificate_ids))
    if not chosen:
        raise not_chosen(_("Choose one certificate or more."))
    if len(chosen) > MOST_IN_BATCH:
        raise not_chosen(_("Choose at most %(most)d certificates at once.") % {"most": MOST_IN_BATCH})
    return chosen


def not_chosen(words: str) -> Invalid:
    """Say what is wrong with the choice."""
    return Invalid(words, fields={"certificate_ids": [words]})
