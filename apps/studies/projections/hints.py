"""What looks like a slip on a draft, in the language of who reads it."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WORDS: Final = {
    "factor": gettext_noop(
        "Replicate {replicate} is {value}, the others lie around {median}: about {factor} times as much. "
        "A decimal point, or the unit?"
    ),
    "apart": gettext_noop(
        "Replicate {replicate} is {value}, the others lie around {median}: an outlier by Grubbs' test at 1 %."
    ),
    "factor_of_limits": gettext_noop(
        "The values lie around {median}, outside the limits; about {factor} times what would lie within. "
        "A decimal point, or the unit?"
    ),
    "exchanged_replicates": gettext_noop(
        "Replicate {replicate} fits the values of {other}, and that of {other} fits these: exchanged?"
    ),
    "exchanged_characteristics": gettext_noop(
        "The values lie outside the limits and fit those of {other}, and those of {other} fit these: exchanged?"
    ),
    "identical": gettext_noop("All {number} replicates are {value}, to the last digit: measured, or copied?"),
    "copied": gettext_noop("{other} has the same values in the same order: measured, or copied?"),
}


@dataclass(frozen=True)
class HintLine:
    """One hint: which cell, and what to look at there."""

    code: str
    sample: str
    characteristic: str
    replicate: int | None
    sentence: str

    def is_about(self, sample: str, characteristic: str) -> bool:
        """Tell whether it is about this cell."""
        return (self.sample, self.characteristic) == (sample, characteristic)


def hint_line(said: dict[str, Any]) -> HintLine:
    """Put a stored hint into words."""
    values = said["values"]
    sentence = _(WORDS[said["code"]]).format_map(values)
    replicate = int(values["replicate"]) if "replicate" in values else None
    return HintLine(said["code"], values["sample"], values["characteristic"], replicate, sentence)
