"""Results only known to lie below or above a limit: counted, fitted, never taken for numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Literal

from apps.studies.interlab.arranging import Material
from apps.studies.interlab.results import Result
from apps.studies.statistics.cells import natural_key
from apps.studies.statistics.censored import LARGEST_SHARE, NOTABLE_SHARE, Censored, CensoredFit, censored_fit

_EXACT = Context(prec=200)


@dataclass(frozen=True, slots=True)
class Censoring:
    """The censored results of one material: how many of how many, and the fit of the laboratories' values.

    A laboratory's value is its mean; if some of its results are limits, the mean lies beyond the mean with
    the limits in place.
    """

    censored: int
    results: int
    labs: tuple[str, ...]
    fit: CensoredFit

    @property
    def share(self) -> float:
        """Share of the results that are no numbers; of the laboratories' values, if that is larger."""
        return max(self.censored / self.results, self.fit.share)

    @property
    def median(self) -> float | None:
        """The median of the laboratories, where the limits leave no doubt about it."""
        return self.fit.median if self.allows_middle else None

    @property
    def allows_precision(self) -> bool:
        """Tell whether the measured values alone still tell mean and precision (up to a fifth censored)."""
        return self.share <= NOTABLE_SHARE

    @property
    def allows_middle(self) -> bool:
        """Tell whether anything quantitative can be said (up to a half censored)."""
        return self.share <= LARGEST_SHARE

    def sentences(self) -> Iterator[str]:
        """Say what became of these results."""
        yield (
            f"{self.censored} of {self.results} results only say that the value lies beyond a limit, and"
            f" were not taken for numbers: {', '.join(self.labs)}."
        )
        if not self.allows_middle:
            yield "More than half of the results lie beyond a limit: no quantitative statement."
        elif not self.allows_precision:
            said = (
                "the limits leave no figure certain" if self.median is None else "the median alone is certain"
            )
            yield f"More than a fifth of the results lie beyond a limit: {said}; see censored for a fit."
        else:
            yield "The figures are those of the other results; see censored for the fit of all."

    def as_plain(self) -> dict[str, Any]:
        """Give counts, fit and what cruder treatments would say."""
        fit, crude = self.fit, self.fit.sensitivity
        return {
            "results": self.censored,
            "share": self.share,
            "labs": list(self.labs),
            "tobit": {"mean": fit.mean, "sd": fit.sd, "u": fit.u},
            "median": self.median,
            "sensitivity": {
                "ignored": crude.ignored.mean,
                "deleted": crude.deleted.mean,
                "half": crude.half.mean,
            },
            "notes": [note.text for note in fit.notes],
        }


def censoring_of(material: Material) -> Censoring | None:
    """Judge the censored results of a material; None where it has none."""
    if not material.censored:
        return None
    return Censoring(
        censored=len(material.censored),
        results=len(material.censored) + len(material.numbers),
        labs=tuple(sorted({row.lab for row in material.censored}, key=natural_key)),
        fit=censored_fit(list(_values(material))),
    )


def _values(material: Material) -> Iterator[Censored]:
    labs: dict[str, list[Result]] = {}
    for row in [*material.numbers, *material.censored]:
        labs.setdefault(row.lab, []).append(row)
    for rows in labs.values():
        if (value := _value(rows)) is not None:
            yield value


def _value(rows: Sequence[Result]) -> Censored | None:
    """Give a laboratory's mean; None where it lies between a "<" and a ">", or a limit is not told."""
    marks = {"<" if row.qualifier == "nd" else row.qualifier for row in rows} - {""}
    values = [row.value for row in rows if row.value is not None]
    if len(marks) > 1 or len(values) < len(rows):
        return None
    total = Decimal(0)
    for value in values:
        total = _EXACT.add(total, value)
    mark: Literal["", "<", ">"] = "<" if "<" in marks else ">" if ">" in marks else ""
    return _EXACT.divide(total, Decimal(len(values))), mark
