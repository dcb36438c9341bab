"""What the public may read of a concluded study: these fields and no others.

No laboratory, no code, no person, no producer, no firm but the convening one; no title or purpose, which may
name a firm. `means` only where the protocol's `publication` is `figures`, and none of a level with fewer than
three laboratories: one laboratory's mean is its own result, and of two each learns the other's. What was left
out is told by its number, and beside everything that stands is the same with all results.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from apps.core.language import in_language
from apps.studies.models import Item, Study
from apps.studies.projections.flags import ComparedView, ConclusionView
from apps.studies.projections.results import CharacteristicResult
from apps.studies.projections.studies import CharacteristicView
from apps.studies.rules.excluded import Excluded
from apps.studies.rules.limits import COVERAGE

FEWEST: Final = 3
"""Laboratories of a level whose figures are published."""
FEW_LABORATORIES: Final = "few_laboratories"


@dataclass(frozen=True, kw_only=True)
class PublicLine:
    """A concluded study in the public list."""

    reference: str
    consortium: str
    convener: str
    certifying: bool
    publication: str
    concluded_on: date


@dataclass(frozen=True, kw_only=True)
class PublicMaterial:
    """A material as the study names it."""

    name: str
    grade: str


@dataclass(frozen=True, kw_only=True)
class PublicCharacteristic:
    """The word for one characteristic and its margins: amounts, or limits of the ratio.

    `answer` is `equivalent`, `different`, `inconclusive`, where one side was asked `superior`,
    `non_inferior`, `inferior`, or None without a decision; `answer_with_all` is that with all results.
    """

    name_en: str
    name_tr: str
    unit: str
    direction: str
    margin_kind: str
    margin_low: str | None
    margin_high: str | None
    answer: str | None
    answer_with_all: str | None

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_en, self.name_tr)


@dataclass(frozen=True, kw_only=True)
class PublicConclusion:
    """A candidate against the incumbent; `answer` and `answer_with_all` as of `ConclusionView`."""

    candidate: PublicMaterial
    incumbent: PublicMaterial
    answer: str | None
    answer_with_all: str | None
    characteristics: tuple[PublicCharacteristic, ...]


@dataclass(frozen=True, kw_only=True)
class PublicFigures:
    """Mean (with the interval mean ± 2 u) and precision (with 95 % intervals)."""

    mean: float
    mean_interval: tuple[float, float] | None
    s_r: float | None
    s_r_interval: tuple[float, float] | None
    s_R: float | None  # noqa: N815 - the standard's symbol
    s_R_interval: tuple[float, float] | None  # noqa: N815 - the standard's symbol


@dataclass(frozen=True, kw_only=True)
class PublicMean:
    """The figures of a material as they stand, in `unit`; `with_all` results where any is left out.

    Both are None where they are `withheld`, which says why: `few_laboratories`.
    """

    material: PublicMaterial
    name_en: str
    name_tr: str
    unit: str
    standing: PublicFigures | None
    with_all: PublicFigures | None
    withheld: str | None
    places: int

    @property
    def name(self) -> str:
        """The characteristic's name in the reader's language."""
        return in_language(self.name_en, self.name_tr)


@dataclass(frozen=True, kw_only=True)
class PublicStudy:
    """A concluded study as the public reads it; `means` is None where only the conclusion was agreed on.

    `cells_left_out` and, of cells that stand, `results_left_out` are by confirmed rulings.
    """

    reference: str
    consortium: str
    convener: str
    certifying: bool
    publication: str
    concluded_on: date
    laboratories: int
    cells_left_out: int
    results_left_out: int
    protocol_sha256: str
    inputs_sha256: str
    conclusions: tuple[PublicConclusion, ...]
    means: tuple[PublicMean, ...] | None


def public_line(row: Study, concluded_on: date) -> PublicLine:
    """Read a study (with consortium and convener) into the list."""
    return PublicLine(
        reference=row.reference,
        consortium=row.consortium.name,
        convener=row.convener.name,
        certifying=row.certifying,
        publication=row.publication,
        concluded_on=concluded_on,
    )


def public_material(item: Item) -> PublicMaterial:
    """Name a material; its producer stays unsaid."""
    return PublicMaterial(name=item.material.name, grade=item.material.grade)


def public_conclusion(
    view: ConclusionView, materials: dict[str, PublicMaterial], protocol: dict[str, CharacteristicView]
) -> PublicConclusion:
    """Leave of a conclusion the words and the margins."""
    return PublicConclusion(
        candidate=materials[view.candidate_code],
        incumbent=materials[view.incumbent_code],
        answer=view.decision,
        answer_with_all=view.decision_with_all,
        characteristics=tuple(_characteristic(one, protocol[one.code]) for one in view.characteristics),
    )


def _characteristic(one: ComparedView, asked: CharacteristicView) -> PublicCharacteristic:
    return PublicCharacteristic(
        name_en=one.name_en,
        name_tr=one.name_tr,
        unit=one.unit,
        direction=one.direction,
        margin_kind=asked.margin_kind,
        margin_low=None if asked.margin_low is None else f"{asked.margin_low:f}",
        margin_high=None if asked.margin_high is None else f"{asked.margin_high:f}",
        answer=one.decision,
        answer_with_all=one.decision_with_all,
    )


def public_mean(one: CharacteristicResult, material: PublicMaterial) -> PublicMean:
    """Leave of a level its mean and precision, rounded as the pages show them."""
    is_withheld = one.numbers["labs"] < FEWEST
    with_all = None if is_withheld else one.numbers_with_all
    return PublicMean(
        material=material,
        name_en=one.name_en,
        name_tr=one.name_tr,
        unit=one.unit,
        standing=None if is_withheld else _figures(one.numbers, one.places),
        with_all=_figures(with_all, one.places) if with_all else None,
        withheld=FEW_LABORATORIES if is_withheld else None,
        places=one.places,
    )


def _figures(numbers: dict[str, Any], places: int) -> PublicFigures:
    mean, u = numbers["mean"], numbers["u_mean"]

    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, places)

    return PublicFigures(
        mean=round(mean, places),
        mean_interval=None
        if u is None
        else (round(mean - COVERAGE * u, places), round(mean + COVERAGE * u, places)),
        s_r=rounded(numbers["s_r"]),
        s_r_interval=_ends(numbers["s_r_interval"], places),
        s_R=rounded(numbers["s_R"]),
        s_R_interval=_ends(numbers["s_R_interval"], places),
    )


def left_out_counts(excluded: Collection[Excluded], cells: Collection[tuple[str, str]]) -> dict[str, int]:
    """Count what is excluded of the `cells` (laboratory, level): whole ones, and single results of the others."""
    gone = set(excluded)
    whole = {cell for cell in cells if not gone.isdisjoint((cell, cell[:1]))}
    single = {part for part in gone if part[2:] and part[:2] not in whole}
    return {"cells_left_out": len(whole), "results_left_out": len(single)}


def _ends(interval: dict[str, Any] | None, places: int) -> tuple[float, float] | None:
    return None if interval is None else (round(interval["low"], places), round(interval["high"], places))
