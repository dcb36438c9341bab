"""A protocol in sentences: margins, what few laboratories cost, the chances of a plan."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Words
from apps.core.templatetags.figures import number, percent
from apps.studies.documents.words import limits_of
from apps.studies.models import Direction, MarginKind, Publication
from apps.studies.projections import CharacteristicView
from apps.studies.rules.power import WELL, Power, times_as_wide

DIRECTIONS: Final[dict[str, Words]] = {
    Direction.TARGET: gettext_lazy("on target"),
    Direction.HIGHER: gettext_lazy("higher is better"),
    Direction.LOWER: gettext_lazy("lower is better"),
}
OUTLIER_RULE: Final = gettext_lazy(
    "ISO 5725-2, 7.3: outliers at 1 % are proposed for exclusion, decided by two people; "
    "results are shown with and without."
)

PUBLISHES: Final[dict[str, Words]] = {
    Publication.NOTHING: gettext_lazy("The study is not even listed."),
    Publication.CONCLUSION: gettext_lazy(
        "Reference, consortium, convener, day, number of laboratories, names of the materials, word and margins "
        "of each characteristic, hashes of protocol and inputs. No laboratory, no firm, no producer."
    ),
    Publication.FIGURES: gettext_lazy(
        "Reference, consortium, convener, day, number of laboratories, names of the materials, word and margins "
        "of each characteristic, means and precision, hashes of protocol and inputs. No laboratory, no firm, no "
        "producer."
    ),
}


@dataclass(frozen=True)
class Line:
    """A characteristic as a line of the protocol."""

    about: CharacteristicView
    limits: str
    margins: str
    direction: Words


def line_of(row: CharacteristicView) -> Line:
    """Write a characteristic's limits, margins and direction."""
    return Line(row, limits_of(row), margins_of(row), DIRECTIONS[row.direction])


def margins_of(row: CharacteristicView) -> str:
    """Write the margins: `± 0.02 MPa`, `ratio 0.80 to 1.25`, `at most 5 MPa lower`; empty without."""
    low, high = number(row.margin_low), number(row.margin_high)
    values = {"low": low, "high": high, "unit": row.unit}
    if not row.is_compared:
        return ""
    if row.margin_kind == MarginKind.RATIO:
        return _ratio(row, values)
    if row.margin_low is None:
        return _("at most %(high)s %(unit)s higher") % values
    if row.margin_high is None:
        return _("at most %(low)s %(unit)s lower") % values
    if row.margin_low == row.margin_high:
        return _("± %(low)s %(unit)s") % values
    return _("−%(low)s to +%(high)s %(unit)s") % values


def _ratio(row: CharacteristicView, values: dict[str, str]) -> str:
    if row.margin_low is None:
        return _("ratio at most %(high)s") % values
    if row.margin_high is None:
        return _("ratio at least %(low)s") % values
    return _("ratio %(low)s to %(high)s") % values


def few_laboratories(wanted: int) -> str:
    """Say what fewer than eight laboratories cost; empty for eight and more."""
    if wanted >= WELL:
        return ""
    return _(
        "With %(wanted)s laboratories the confidence interval of the difference is %(times)s times as wide as "
        "with eight: a candidate that is equivalent is shown to be so less often, and one weak laboratory "
        "weighs more. ISO 5725 asks for 8 to 15."
    ) % {"wanted": wanted, "times": number(Decimal(str(times_as_wide(wanted))), 1)}


def chance_sentence(row: CharacteristicView, power: Power, laboratories: int, replicates: int) -> str:
    """Say the chance of the plan, for materials that do not differ."""
    values = {
        "laboratories": laboratories,
        "replicates": replicates,
        "chance": percent(power.planned, 0),
        "name": row.name,
        "margins": margins_of(row),
    }
    if row.direction == Direction.TARGET:
        return (
            _(
                "With %(laboratories)s laboratories and %(replicates)s replicates the study shows equivalence of "
                "%(name)s (%(margins)s) with a chance of %(chance)s, if the materials do not differ."
            )
            % values
        )
    return (
        _(
            "With %(laboratories)s laboratories and %(replicates)s replicates the study shows that %(name)s is "
            "%(margins)s with a chance of %(chance)s, if the materials do not differ."
        )
        % values
    )


def fewest_sentence(power: Power, replicates: int) -> str:
    """Say how many laboratories it takes for 80 and 90 %."""
    if power.fewest_80 is None:
        return _(
            "No number of laboratories that can enrol reaches 80 %: the margin is too narrow for this spread."
        )
    if power.fewest_90 is None:
        return _("For 80 %% it takes %(fewest)s laboratories; 90 %% cannot be reached.") % {
            "fewest": power.fewest_80
        }
    return _(
        "For 80 %% it takes %(fewest)s laboratories, for 90 %% %(more)s (replicates: %(replicates)s)."
    ) % {
        "fewest": power.fewest_80,
        "more": power.fewest_90,
        "replicates": replicates,
    }
