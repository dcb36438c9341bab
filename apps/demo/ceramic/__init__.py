"""A second consortium and its certifying study, on a real set of broken bars (data/nist_ceramic/SOURCE.md)."""

from apps.demo.ceramic import concluding, consortium, planning, samples, sheets
from apps.demo.steps import Step


def steps() -> list[Step]:
    """Give the steps of this act, from the consortium to the conclusion."""
    parts = (consortium, planning, samples, sheets, concluding)
    return [step for part in parts for step in part.steps()]
