"""What a characteristic of a protocol must be. Sentences for the reader of the screen."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from apps.core.errors import Invalid
from apps.materials.rules import known_unit
from apps.studies.models import Direction, MarginKind, Transformation

CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,19}")
LARGEST: Final = Decimal(10) ** 14
MOST_PLACES: Final = 10
TEXTS: Final = ("code", "name_en", "name_tr", "unit", "method")

Wrong = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Described:
    """A characteristic as a protocol describes it. Margins as in `models.Characteristic`."""

    code: str
    name_en: str
    name_tr: str
    unit: str
    method: str
    lower: Decimal | None = None
    upper: Decimal | None = None
    direction: str = Direction.TARGET
    margin_kind: str = MarginKind.ABSOLUTE
    margin_low: Decimal | None = None
    margin_high: Decimal | None = None
    transformation: str = Transformation.NONE

    def changed(self, changes: dict[str, Any]) -> Self:
        """Give the same with other values, texts without spaces around them."""
        texts = {name: changes[name].strip() for name in TEXTS if name in changes}
        return replace(self, **(changes | texts))

    @property
    def is_compared(self) -> bool:
        """Tell whether candidate and incumbent are compared on it: it has a margin."""
        return self.margin_low is not None or self.margin_high is not None


FIELDS: Final = tuple(Described.__dataclass_fields__)


def described(row: Any) -> Described:
    """Take a characteristic's row as it is described."""
    return Described(**{name: getattr(row, name) for name in FIELDS})


def check_characteristic(said: Described, known: Collection[str]) -> None:
    """Refuse a characteristic that cannot stand on a sheet or be judged: `Invalid` with a sentence per field.

    `known` are the codes of the study's other characteristics.
    """
    wrong = _wrong_texts(said, known) | _wrong_limits(said) | _wrong_choices(said)
    wrong |= _wrong_scale(said) | _wrong_margins(said)
    if wrong:
        raise Invalid(_("This characteristic is not complete."), fields=wrong)


def _wrong_texts(said: Described, known: Collection[str]) -> Wrong:
    wrong: Wrong = {}
    if not CODE.fullmatch(said.code):
        wrong["code"] = [_("Write a short code: a letter, then letters, digits, dot, dash; at most 20.")]
    elif said.code in known:
        wrong["code"] = [_("The study has a characteristic %(code)s already.") % {"code": said.code}]
    if not (said.name_en and said.name_tr):
        wrong["name_en"] = [_("Give the name in both languages.")]
    if not known_unit(said.unit):
        wrong["unit"] = [
            _("“%(unit)s” is not a unit we know; write it like MPa, g/cm³ or %% (m/m).") % {"unit": said.unit}
        ]
    if not said.method:
        wrong["method"] = [_("Name the method, so that all laboratories use the same.")]
    return wrong


def _wrong_limits(said: Described) -> Wrong:
    long = [name for name in ("lower", "upper") if not _fits(getattr(said, name))]
    if long:
        return {name: [_("Write the limit with at most ten decimals.")] for name in long}
    if said.lower is not None and said.upper is not None and said.lower >= said.upper:
        return {"upper": [_("The upper limit must be above the lower one.")]}
    return {}


def _fits(amount: Decimal | None) -> bool:
    if amount is None:
        return True
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= MOST_PLACES and abs(amount) < LARGEST


def _wrong_choices(said: Described) -> Wrong:
    choices = {"direction": Direction, "margin_kind": MarginKind, "transformation": Transformation}
    return {
        name: [_("Choose one of: %(choices)s.") % {"choices": ", ".join(of.values)}]
        for name, of in choices.items()
        if getattr(said, name) not in of.values
    }


def _wrong_scale(said: Described) -> Wrong:
    """A ratio is judged on logarithms, and logarithms want values above zero."""
    in_logarithms = said.transformation == Transformation.LN
    wrong: Wrong = {}
    if said.margin_kind == MarginKind.RATIO and not in_logarithms:
        wrong["transformation"] = [_("Ratios are judged on logarithms: choose the natural logarithm.")]
    if in_logarithms and said.margin_kind == MarginKind.ABSOLUTE:
        wrong["margin_kind"] = [
            _("On logarithms the margins are limits of a ratio, such as 0.80 and 1.25: choose the ratio.")
        ]
    if in_logarithms and said.upper is not None and said.upper <= 0:
        wrong["upper"] = [_("Only values above zero have a logarithm; so this limit must be above zero too.")]
    if in_logarithms and said.lower is not None and said.lower < 0:
        wrong["lower"] = [_("Only values above zero have a logarithm; this limit cannot be below zero.")]
    return wrong


def _wrong_margins(said: Described) -> Wrong:
    wrong: Wrong = {}
    for name in ("margin_low", "margin_high"):
        margin = getattr(said, name)
        if not _fits(margin):
            wrong[name] = [_("Write the margin with at most ten decimals.")]
        elif margin is not None and (sentence := _not_a_margin(said.margin_kind, name, margin)):
            wrong[name] = [sentence]
    return wrong or _wrong_sides(said)


def _not_a_margin(kind: str, name: str, margin: Decimal) -> str:
    if kind != MarginKind.RATIO:
        return "" if margin > 0 else _("Write the margin as an amount above zero, without a sign.")
    if name == "margin_low":
        return "" if 0 < margin < 1 else _("Write the smallest ratio, between 0 and 1, such as 0.80.")
    return "" if margin > 1 else _("Write the largest ratio, above 1, such as 1.25.")


def _wrong_sides(said: Described) -> Wrong:
    """Both margins for a target; where more or less is better, the one on the worse side."""
    low, high = said.margin_low is not None, said.margin_high is not None
    if said.direction == Direction.HIGHER and high:
        return {"margin_high": [_("Higher is better: how much higher has no margin. Leave this empty.")]}
    if said.direction == Direction.LOWER and low:
        return {"margin_low": [_("Lower is better: how much lower has no margin. Leave this empty.")]}
    if said.direction == Direction.TARGET and low != high:
        missing = "margin_high" if low else "margin_low"
        return {missing: [_("Give both margins, or none if the characteristic is described only.")]}
    return {}
