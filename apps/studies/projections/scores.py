"""What a laboratory is told of its own scores: the others are values under codes, without their uncertainties."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.studies.projections.results import CharacteristicResult

ByCode = Mapping[str, float | None]
Named = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Scored:
    """A score with its word: `ok`, `warning`, `action`; both None where it is undefined."""

    value: float | None
    word: str | None


@dataclass(frozen=True, kw_only=True)
class OwnScore:
    """The scores of one's own cell at one level. `assigned` and `u_assigned` are x_pt and u(x_pt), in the unit.

    `others` are the preferred scores (z or z′) of all laboratories by code, one's own among them; `h` and `k`
    are Mandel's. `note` says why zeta and En are undefined, `notes` what the engine says of the level.
    """

    result: CharacteristicResult
    mean: float
    u: float | None
    u_word: str | None
    labs: int
    assigned: float | None
    u_assigned: float | None
    method: str
    sigma_pt: float | None
    sigma_from: str | None
    preferred: str | None
    z: Scored
    z_prime: Scored
    zeta: Scored
    en: Scored
    note: str | None
    notes: tuple[Mapping[str, str], ...]
    others: Named
    h: ByCode
    k: ByCode
    is_left_out: bool

    @property
    def level(self) -> str:
        """The name of the level."""
        name: str = self.result.numbers["level"]
        return name

    @property
    def best(self) -> Scored:
        """The score to be read: z, or z′ where the assigned value is not certain enough."""
        return self.z_prime if self.preferred == "z_prime" else self.z


@dataclass(frozen=True, kw_only=True)
class OwnScores:
    """A laboratory's scores in the run that stands, in the order of the protocol."""

    run: int
    code: str
    levels: tuple[OwnScore, ...]


def own_score(result: CharacteristicResult, stored: dict[str, Any], code: str) -> OwnScore | None:
    """Read what a level says of one laboratory; None where it has no numbers there."""
    columns = stored["scores"]
    if code not in columns["lab"]:
        return None
    own = {name: values[columns["lab"].index(code)] for name, values in columns.items()}
    of_level = result.numbers_with_all or result.numbers
    cells = {one["lab"]: one for one in of_level["laboratories"]}
    assigned = stored["assigned"] or {"value": None, "u": None, "method": ""}
    preferred = stored["preferred"]
    return OwnScore(
        result=result,
        mean=cells[code]["mean"],
        u=own["u"],
        u_word=own["u_word"],
        labs=stored["labs"],
        assigned=assigned["value"],
        u_assigned=assigned["u"],
        method=assigned["method"],
        sigma_pt=stored["sigma_pt"],
        sigma_from=stored["sigma_from"],
        preferred=preferred,
        **{name: Scored(own[name], own[f"{name}_word"]) for name in ("z", "z_prime", "zeta", "en")},
        note=own["note"],
        notes=tuple(stored["notes"]),
        others=preferred_scores(stored)[1],
        h={lab: one["h"] for lab, one in cells.items()},
        k={lab: one["k"] for lab, one in cells.items()},
        is_left_out=any(one.laboratory == code for one in result.left_out),
    )


def preferred_scores(stored: Mapping[str, Any]) -> tuple[str | None, Named]:
    """Read z or z′ of each laboratory of a level, whichever is to be read: all that others may learn of scores."""
    preferred = stored["preferred"]
    return preferred, _known(stored["scores"], preferred) if preferred else ()


def _known(columns: dict[str, Any], name: str) -> Named:
    rows = zip(columns["lab"], columns[name], strict=True)
    return tuple((lab, value) for lab, value in rows if value is not None)
