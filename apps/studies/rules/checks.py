"""Checks of the items before samples leave: how a check's values are read, and when dispatch may begin."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid
from apps.studies.rules.numbers import read_number
from apps.studies.statistics import Cells, sigma_from_margin

FEWEST_UNITS: Final = 2
MOST_UNITS: Final = 200

Values = Sequence[Sequence[str]]
"""Results as written, a list for each unit (jar, bar) that was tested."""


def check_may_dispatch(*, judged: Mapping[int, bool], items: Collection[int]) -> None:
    """Refuse to dispatch an item whose homogeneity is not judged adequate, or waived: `Conflict`."""
    if any(item not in judged for item in items):
        raise Conflict(_("Record the homogeneity check of each item first, or waive it with a reason."))
    if not all(judged[item] for item in items):
        raise Conflict(_("An item was judged not homogeneous enough: it must not be sent."))


def read_values(text: str, *, field: str = "values") -> list[list[str]]:
    """Read a line a unit, numbers apart by blanks or semicolons. Raises `Invalid` naming the line."""
    units = [line.replace(";", " ").split() for line in text.splitlines() if line.strip()]
    if not FEWEST_UNITS <= len(units) <= MOST_UNITS:
        raise refused(_("Write at least two units, a line each, and at most 200."), field)
    for at, unit in enumerate(units, start=1):
        for word in unit:
            if isinstance(read_number(word), str):
                raise refused(
                    _("Line %(line)s: “%(text)s” is no number.") % {"line": at, "text": word}, field
                )
    return units


def refused(sentence: str, field: str) -> Invalid:
    """Say what is wrong with the values of a check."""
    return Invalid(sentence, fields={field: [sentence]})


def cells_of(values: Values) -> Cells:
    """Arrange a check for the engine: units stand for laboratories, their portions for replicates."""
    return Cells.from_results(
        (str(unit), "check", portion, Decimal(word))
        for unit, words in enumerate(values, start=1)
        for portion, word in enumerate(words, start=1)
    )


def sigma_of(margin: Decimal | None, stated: Decimal | None) -> float:
    """Give sigma_pt: as stated, else a third of the equivalence margin. Raises `Invalid` without either."""
    if stated is not None:
        if stated <= 0:
            sentence = _("A standard deviation for assessment is above zero.")
            raise Invalid(sentence, fields={"sigma": [sentence]})
        return float(stated)
    if margin is None:
        sentence = _(
            "State the standard deviation for assessment: this characteristic has no margin in its unit."
        )
        raise Invalid(sentence, fields={"sigma": [sentence]})
    return sigma_from_margin(float(margin))
