"""One answer from several: a certificate needs every characteristic, a shortlist any supplier."""

from collections.abc import Mapping, Sequence

from .tost import ALPHA, Decision


def all_hold(decisions: Sequence[Decision | None]) -> Decision | None:
    """Decide on several characteristics that must all be equivalent: intersection-union test, no correction.

    Each is tested at the full alpha (Berger 1982). One that is different makes the whole different; one
    without a decision leaves the whole without one; None for an empty list.
    """
    if "different" in decisions:
        return "different"
    if not decisions or None in decisions:
        return None
    return "equivalent" if all(one == "equivalent" for one in decisions) else "inconclusive"


def p_of_all(p_values: Sequence[float]) -> float:
    """Return the p-value of the intersection-union test: the largest; ValueError for none."""
    if not p_values:
        raise ValueError("At least one p-value is needed.")
    return max(p_values)


def holm(p_values: Mapping[str, float], alpha: float = ALPHA) -> dict[str, tuple[float, bool]]:
    """Correct the p-values of several candidates of which at least one is wanted (Holm 1979).

    Gives each candidate its adjusted p-value, never below the one of a candidate that was better, and
    whether it holds with a common error of `alpha`; equal p-values get equal answers.
    """
    answers: dict[str, tuple[float, bool]] = {}
    highest = 0.0
    for rank, (name, p_value) in enumerate(sorted(p_values.items(), key=lambda one: one[1])):
        highest = min(1.0, max(highest, (len(p_values) - rank) * p_value))
        answers[name] = highest, highest < alpha
    return {name: answers[name] for name in p_values}
