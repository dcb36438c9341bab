"""The panel of a planned study: how many laboratories it needs to show what its margins ask."""

from dataclasses import dataclass
from typing import Any

from apps.core.errors import Invalid
from apps.core.forms import show_refusal
from apps.studies import selectors
from apps.studies.documents.protocol_words import chance_sentence, fewest_sentence
from apps.studies.forms import GuessForm
from apps.studies.models import Study
from apps.studies.projections import StudyView
from apps.studies.rules.power import Guess, Power
from apps.studies.states import PLANNED


@dataclass(frozen=True)
class Panel:
    """The form, and the answer once it has been asked."""

    form: GuessForm
    power: Power | None = None
    sentence: str = ""
    fewest: str = ""


def power_panel(study: Study, view: StudyView, asked: Any) -> Panel | None:
    """Give the panel with its answer to the guesses in the address; None where there is nothing to plan."""
    rows = [row for row in view.characteristics if row.is_compared]
    if view.state != PLANNED or not rows:
        return None
    form = GuessForm(asked if "s_r" in asked else None, rows=rows)
    if not (form.is_bound and form.is_valid()):
        return Panel(form)
    said = form.cleaned_data
    guess = Guess(s_r=float(said["s_r"]), s_lab_material=float(said["s_lab_material"]))
    try:
        power = selectors.power_of_plan(study, said["of"], guess)
    except Invalid as refusal:
        show_refusal(form, refusal)
        return Panel(form)
    row = next(row for row in rows if row.code == said["of"])
    return Panel(
        form,
        power,
        chance_sentence(row, power, view.laboratories_wanted, view.replicates),
        fewest_sentence(power, view.replicates),
    )
