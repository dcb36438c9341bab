"""A laboratory's own scores. There is no way to another's uncertainties, zeta or En from here."""

import json
from typing import Any

from apps.core.actor import Actor
from apps.core.errors import Missing
from apps.studies.models import Study
from apps.studies.projections.scores import OwnScores, own_score
from apps.studies.selectors.analysis import analysis_of, figures_of
from apps.studies.selectors.sheets import own_enrolment


def own_scores(actor: Actor, study: Study) -> OwnScores:
    """Give the scores of the actor's laboratory in the run that stands; eight queries for any number.

    Raises `Missing` for who is not enrolled, `Conflict` before closing. A run from before scores were kept
    has none.
    """
    own = own_enrolment(actor, study)
    if own is None:
        raise Missing("")
    run = analysis_of(study)
    stored: dict[str, Any] = {one["level"]: one for one in json.loads(run.scores or "[]")}
    found = [
        own_score(result, stored[result.numbers["level"]], own.code)
        for result in figures_of(study)
        if result.numbers["level"] in stored
    ]
    return OwnScores(run=run.number, code=own.code, levels=tuple(one for one in found if one))
