"""Sending a certificate by mail: to which address, with which words, how often, and for how long it is tried."""

import unicodedata
from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid
from apps.core.letters import HIDDEN

LONGEST_ADDRESS: Final = 254
LONGEST_LINE: Final = 300
MOST_A_DAY: Final = 50
"""Letters that the people of one organisation may send within 24 hours; what tells the holder of an issue is apart."""
TRIED_FOR: Final = timedelta(hours=48)
LONGEST_PAUSE: Final = timedelta(hours=1)


def check_address(address: str) -> str:
    """Require an address of one mailbox; give it without the blanks around. Raises `Invalid`."""
    read = address.strip(" ")
    try:
        validate_email(read)
    except ValidationError:
        read = ""
    if not read or len(read) > LONGEST_ADDRESS or any(_hides(letter) or letter.isspace() for letter in read):
        words = _("Write one e-mail address, like name@company.com.")
        raise Invalid(words, fields={"address": [words]})
    return read


def check_line(line: str) -> str:
    """Require at most one short line, and nothing hidden in it; give it without the blanks around."""
    read = line.strip(" ")
    if len(read) > LONGEST_LINE or any(_hides(letter) or letter in "\u2028\u2029" for letter in read):
        words = _("Write one line of at most %(most)d letters.") % {"most": LONGEST_LINE}
        raise Invalid(words, fields={"line": [words]})
    return read


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in HIDDEN


def check_not_too_many(sent: int) -> None:
    """Bound what one organisation sends within 24 hours."""
    if sent >= MOST_A_DAY:
        raise Conflict(
            _("Your organisation has sent %(most)d certificates within 24 hours; send this one tomorrow.")
            % {"most": MOST_A_DAY}
        )


def check_counts_today(state: str) -> None:
    """Refuse to send what nobody may rely on today: only what the register calls valid is sent."""
    if state != "valid":
        raise Conflict(_("Only a valid certificate is sent by mail."))


def pause_after(attempts: int) -> timedelta:
    """Give how long a letter rests after so many attempts: half a minute, a minute, two, … at most an hour."""
    return min(timedelta(seconds=15 * 2 ** min(attempts, 20)), LONGEST_PAUSE)
