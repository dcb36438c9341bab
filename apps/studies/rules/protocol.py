"""What a protocol must be before laboratories may rely on it. Sentences for the reader of the screen."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid

CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,19}")
MOST_REPLICATES: Final = 50
MOST_CHARACTERISTICS: Final = 2000
FEWEST_SHEETS: Final = 2
LARGEST: Final = Decimal(10) ** 14
MOST_PLACES: Final = 10


def check_plan(
    *, title: str, replicates: int, results_due_on: date, today: date, same_material: bool
) -> None:
    """Refuse a plan with a hole: `Invalid` with a sentence per field."""
    wrong: dict[str, list[str]] = {}
    if not title.strip():
        wrong["title"] = [_("Give the study a title.")]
    if not 1 <= replicates <= MOST_REPLICATES:
        wrong["replicates"] = [_("Choose 1 to %(most)s replicates.") % {"most": MOST_REPLICATES}]
    if results_due_on <= today:
        wrong["results_due_on"] = [_("Choose a day after today.")]
    if same_material:
        wrong["incumbent_id"] = [_("Choose an incumbent other than the candidate, or none.")]
    if wrong:
        raise Invalid(_("The plan is not complete."), fields=wrong)


def check_characteristic(
    *,
    code: str,
    names: Collection[str],
    method: str,
    lower: Decimal | None,
    upper: Decimal | None,
    known: Collection[str],
) -> None:
    """Refuse a characteristic that cannot stand on a sheet: `Invalid` with a sentence per field."""
    wrong: dict[str, list[Any]] = {}
    if not CODE.fullmatch(code):
        wrong["code"] = [_("Write a short code: a letter, then letters, digits, dot, dash; at most 20.")]
    elif code in known:
        wrong["code"] = [_("The study has a characteristic %(code)s already.") % {"code": code}]
    if not all(name.strip() for name in names):
        wrong["name_en"] = [_("Give the name in both languages.")]
    if not method.strip():
        wrong["method"] = [_("Name the method, so that all laboratories use the same.")]
    wrong |= _wrong_limits(lower, upper)
    if wrong:
        raise Invalid(_("This characteristic is not complete."), fields=wrong)


def _wrong_limits(lower: Decimal | None, upper: Decimal | None) -> dict[str, list[str]]:
    long = [
        name for name, limit in (("lower", lower), ("upper", upper)) if limit is not None and not _fits(limit)
    ]
    if long:
        return {name: [_("Write the limit with at most ten decimals.")] for name in long}
    if lower is not None and upper is not None and lower >= upper:
        return {"upper": [_("The upper limit must be above the lower one.")]}
    return {}


def _fits(limit: Decimal) -> bool:
    exponent = limit.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= MOST_PLACES and abs(limit) < LARGEST


def check_ready_to_open(*, characteristics: int, candidates: int) -> None:
    """Refuse to open a study that nobody could test: `Invalid`."""
    if not characteristics:
        raise Invalid(_("Add at least one characteristic before you open the study."))
    if not candidates:
        raise Invalid(_("A study needs a candidate material."))


def check_enough_sheets(sheets: int) -> None:
    """Refuse to close before two laboratories have handed in: `Conflict`."""
    if sheets < FEWEST_SHEETS:
        raise Conflict(
            _("Two laboratories must have handed in before the study can close; so far %(sheets)s.")
            % {"sheets": sheets}
        )


def check_correction(reason: str, *, is_correction: bool) -> None:
    """Refuse a correction without a reason: `Invalid`."""
    if is_correction and not reason.strip():
        sentence = _("Say why you correct what you handed in; the earlier sheet is kept.")
        raise Invalid(sentence, fields={"reason": [sentence]})


def check_size(length: int, limit: int) -> None:
    """Refuse a file that is too large to be a sheet: `Invalid`."""
    if length > limit:
        raise Invalid(too_large(limit), fields={"file": [too_large(limit)]})


def too_large(limit: int) -> str:
    """Say how large a file may be."""
    return _("The file is larger than %(limit)s MB; a result sheet is smaller. Choose another file.") % {
        "limit": limit // 1024**2
    }
