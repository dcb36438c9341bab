"""What the study says of one material, characteristic by characteristic, with a verdict on each."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.certificates.rules.decisions import Judged
from apps.certificates.rules.verdicts import (
    COVERAGE_FACTOR,
    expanded,
    plain,
    rounded,
    significant,
    trimmed,
    verdict,
)
from apps.core.language import in_language
from apps.studies.projections import CharacteristicResult


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One characteristic: full-precision decimals in its unit, and the same rounded for print.

    `uncertainty` is expanded (k = 2). `dots` are the code and the results of
    every laboratory that the figures stand on. `took_part` are the codes of all
    who measured it, `left_out` those of whom a confirmed ruling left out a result, a cell or everything.
    """

    code: str
    name: str
    unit: str
    method: str
    laboratories: int
    results: int
    mean: Decimal | None
    uncertainty: Decimal | None
    s_r: Decimal | None
    s_R: Decimal | None  # noqa: N815 - the symbol of ISO 5725
    lower: Decimal | None
    upper: Decimal | None
    verdict: str
    dots: tuple[tuple[str, tuple[str, ...]], ...]
    took_part: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def judged(self) -> Judged:
        """What the blocking conditions look at."""
        return Judged(self.name, self.laboratories, self.verdict)

    @property
    def printed(self) -> dict[str, Any]:
        """The row as paper and pages print it: strings, rounded by the uncertainty."""
        value, uncertainty = rounded(self.mean, self.uncertainty)
        return {
            "code": self.code,
            "characteristic": self.name,
            "unit": self.unit,
            "method": self.method,
            "operator": "=",
            "value": value,
            "uncertainty": uncertainty or None,
            "k": str(COVERAGE_FACTOR) if uncertainty else None,
            "s_r": significant(self.s_r) or None,
            "s_R": significant(self.s_R) or None,
            "limit_low": trimmed(self.lower) or None,
            "limit_high": trimmed(self.upper) or None,
            "laboratories": self.laboratories,
            "results": self.results,
            "verdict": self.verdict,
        }

    @property
    def exact(self) -> dict[str, Any]:
        """The same numbers as the engine gave them, as strings."""
        return {
            "mean": plain(self.mean) or None,
            "uncertainty": plain(self.uncertainty) or None,
            "s_r": plain(self.s_r) or None,
            "s_R": plain(self.s_R) or None,
            "limit_low": trimmed(self.lower) or None,
            "limit_high": trimmed(self.upper) or None,
        }


def evidence(measured: CharacteristicResult) -> Evidence:
    """Judge one characteristic; its name is in the active language."""
    numbers = measured.numbers
    mean, uncertainty = _decimal(numbers.get("mean")), expanded(_decimal(numbers.get("u_mean")))
    return Evidence(
        code=measured.code,
        name=in_language(measured.name_en, measured.name_tr),
        unit=measured.unit,
        method=measured.method,
        laboratories=int(numbers.get("labs") or 0),
        results=int(numbers.get("results") or 0),
        mean=mean,
        uncertainty=uncertainty,
        s_r=_decimal(numbers.get("s_r")),
        s_R=_decimal(numbers.get("s_R")),
        lower=measured.lower,
        upper=measured.upper,
        verdict=verdict(mean, uncertainty, measured.lower, measured.upper),
        dots=tuple((code, tuple(map(_text, values))) for code, values in measured.standing_dots if values),
        took_part=tuple(code for code, values in measured.dots if values),
        left_out=tuple(sorted({one.laboratory for one in measured.left_out})),
    )


def _decimal(value: Any) -> Decimal | None:
    """Take a number of the engine with the digits that it has, and no more."""
    return None if value is None else Decimal(str(value))


def _text(value: Any) -> str:
    return format(Decimal(str(value)), "f")
