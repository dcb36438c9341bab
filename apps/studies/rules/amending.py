"""What an amendment of a locked protocol may change, and until when."""

from collections.abc import Collection
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid
from apps.studies.rules.protocol import Planned, check_plan

ALWAYS: Final = ("results_due_on", "samples_due_on", "laboratories_wanted", "replicates")
"""Of the study; replicates only upwards."""

ALWAYS_OF_CHARACTERISTICS: Final = ("method", "lower", "upper")

BEFORE_RESULTS: Final = ("direction", "margin_kind", "margin_low", "margin_high", "transformation")
"""What decides the conclusion: it may not be chosen by somebody who has seen a result."""


def check_reason(reason: str) -> None:
    """Refuse an amendment that does not say why: `Invalid`."""
    if not reason.strip():
        sentence = _("Say why the protocol is amended; laboratories read it.")
        raise Invalid(sentence, fields={"reason": [sentence]})


def check_amended_plan(
    plan: Planned, *, changed: Collection[str], replicates_before: int, today: date
) -> None:
    """Refuse days, numbers of laboratories or replicates that cannot be: `Invalid`. Days that stay may be past."""
    if plan.replicates < replicates_before:
        sentence = _("Replicates can become more, not fewer: there were %(before)s.") % {
            "before": replicates_before
        }
        raise Invalid(sentence, fields={"replicates": [sentence]})
    check_plan(plan, today, new_days=changed)


def check_no_results(*, has_results: bool) -> None:
    """Refuse, after the first result, what would let somebody choose a conclusion: `Conflict`.

    It tells that there are results: that cannot be helped. It does not tell whose or how many.
    """
    if has_results:
        raise Conflict(
            _(
                "There are results. Margins, direction, transformation, the list of characteristics and "
                "the outlier rule stand as they were locked."
            )
        )


def check_known(codes: Collection[str], known: Collection[str], *, field: str) -> None:
    """Refuse to amend what is not in the protocol: `Invalid`."""
    if unknown := sorted(set(codes) - set(known)):
        sentence = _("The protocol has no characteristic %(code)s.") % {"code": unknown[0]}
        raise Invalid(sentence, fields={field: [sentence]})


def check_changes_something(*, changes: bool) -> None:
    """Refuse an amendment that leaves everything as it is: `Invalid`."""
    if not changes:
        raise Invalid(_("Nothing would change. Change something, or say whose earlier results do not count."))
