"""What a protocol must be before laboratories may rely on it. Sentences for the reader of the screen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid
from apps.studies.models import FEWEST_TO_CERTIFY, Publication
from apps.studies.rules.characteristics import Described
from apps.studies.rules.codes import MOST_LABORATORIES

MOST_REPLICATES: Final = 50
MOST_CHARACTERISTICS: Final = 2000
MOST_CANDIDATES: Final = 20
FEWEST_SHEETS: Final = 2

OUTLIER_RULE: Final = (
    "ISO 5725-2, 7.3: outliers at 1 % are proposed for exclusion, decided by two people; "
    "results are shown with and without"
)
"""How outlying cells are treated, as every protocol says it. There is one rule, so it cannot be changed."""

ALPHA: Final = "0.05"
"""Error of each one-sided test of equivalence, as every protocol says it."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a plan says before there are characteristics."""

    title: str
    replicates: int
    results_due_on: date
    samples_due_on: date | None
    laboratories_wanted: int
    certifying: bool
    publication: str
    has_incumbent: bool


DAYS: Final = ("samples_due_on", "results_due_on")


def check_plan(plan: Planned, today: date, *, new_days: Collection[str] = DAYS) -> None:
    """Refuse a plan with a hole: `Invalid` with a sentence per field. Only `new_days` must lie ahead."""
    wrong = _wrong_size(plan) | _wrong_days(plan, today, new_days)
    if not plan.title.strip():
        wrong["title"] = [_("Give the study a title.")]
    if plan.publication not in Publication.values:
        wrong["publication"] = [_("Say what the public may read after the conclusion.")]
    if plan.certifying and not plan.has_incumbent:
        wrong["incumbent_id"] = [
            _("A certifying study compares the candidate with the material in use: choose an incumbent.")
        ]
    if wrong:
        raise Invalid(_("The plan is not complete."), fields=wrong)


def check_materials(candidates: Sequence[UUID], incumbent: UUID | None) -> None:
    """Refuse a material that is named twice: `Invalid`."""
    if incumbent in candidates:
        sentence = _("Choose an incumbent other than the candidate, or none.")
        raise Invalid(_("The plan is not complete."), fields={"incumbent_id": [sentence]})
    if len(candidates) > MOST_CANDIDATES:
        sentence = _("A study compares at most %(most)s candidates.") % {"most": MOST_CANDIDATES}
        raise Invalid(_("The plan is not complete."), fields={"more_candidates": [sentence]})
    if len(set(candidates)) < len(candidates):
        sentence = _("Name each candidate once.")
        raise Invalid(_("The plan is not complete."), fields={"more_candidates": [sentence]})


def check_named(changes: Collection[str], names: Collection[str]) -> None:
    """Refuse to change what cannot be changed this way: `Invalid`."""
    if unknown := sorted(set(changes) - set(names)):
        sentence = _("This cannot be changed here.")
        raise Invalid(sentence, fields={name: [sentence] for name in unknown})


def _wrong_size(plan: Planned) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not 1 <= plan.replicates <= MOST_REPLICATES:
        wrong["replicates"] = [_("Choose 1 to %(most)s replicates.") % {"most": MOST_REPLICATES}]
    if not FEWEST_SHEETS <= plan.laboratories_wanted <= MOST_LABORATORIES:
        wrong["laboratories_wanted"] = [
            _("Choose %(fewest)s to %(most)s laboratories.")
            % {"fewest": FEWEST_SHEETS, "most": MOST_LABORATORIES}
        ]
    elif plan.certifying and plan.laboratories_wanted < FEWEST_TO_CERTIFY:
        wrong["laboratories_wanted"] = [
            _(
                "No certificate can rest on fewer than %(fewest)s laboratories: "
                "with two, the interval of the difference is nearly seven times as wide as with eight."
            )
            % {"fewest": FEWEST_TO_CERTIFY}
        ]
    return wrong


def _wrong_days(plan: Planned, today: date, new: Collection[str]) -> dict[str, list[str]]:
    days = {"samples_due_on": plan.samples_due_on, "results_due_on": plan.results_due_on}
    past = [name for name, on in days.items() if name in new and on is not None and on <= today]
    if past:
        return {name: [_("Choose a day after today.")] for name in past}
    if plan.samples_due_on is not None and plan.samples_due_on >= plan.results_due_on:
        field = "samples_due_on" if "samples_due_on" in new else "results_due_on"
        return {field: [_("Samples must be there before results are due.")]}
    return {}


def check_ready_to_open(
    *, certifying: bool, candidates: int, incumbents: int, characteristics: Sequence[Described]
) -> None:
    """Refuse to open a study that nobody could test, or that could certify nothing: `Invalid`."""
    if not characteristics:
        raise Invalid(_("Add at least one characteristic before you open the study."))
    if not candidates:
        raise Invalid(_("A study needs a candidate material."))
    if certifying and not incumbents:
        raise Invalid(_("A certifying study compares: it needs an incumbent material."))
    if certifying and not any(one.is_compared for one in characteristics):
        raise Invalid(
            _("A certifying study compares: give at least one characteristic its equivalence margins.")
        )


def fewest_sheets(*, certifying: bool) -> int:
    """Give how many laboratories must have handed in before a study can close."""
    return FEWEST_TO_CERTIFY if certifying else FEWEST_SHEETS


def check_enough_sheets(sheets: int, *, certifying: bool = False) -> None:
    """Refuse to close before two laboratories have handed in, three for a certifying study: `Conflict`."""
    if sheets >= fewest_sheets(certifying=certifying):
        return
    sentence = (
        _("Three laboratories must have handed in before a certifying study can close.")
        if certifying
        else _("Two laboratories must have handed in before the study can close.")
    )
    raise Conflict(sentence)


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
