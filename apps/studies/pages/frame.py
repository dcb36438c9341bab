"""What every page of one study shows around its content: stages, tabs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest
from apps.core.errors import Words
from apps.core.templatetags.figures import day
from apps.studies import selectors
from apps.studies.models import Study
from apps.studies.projections import StudyView


@dataclass(frozen=True)
class Tab:
    """A page of a study."""

    label: Words
    url: str
    current: bool


@dataclass(frozen=True)
class Stage:
    """A stage of a study."""

    label: Words
    state: str
    date: str = ""


def found(request: SignedInRequest, study_id: UUID, current: str) -> tuple[Study, dict[str, Any]]:
    """Find a study for the reader, and give it with the context of its page `current`."""
    study = selectors.study_for(request.actor, study_id)
    view = selectors.study_view(request.actor, study)
    return study, {"study": view, "tabs": tabs(view, current), "stages": stages(view), "current": current}


def tabs(view: StudyView, current: str) -> list[Tab]:
    """Give the pages that say something to this reader."""
    sends = view.laboratories is not None and view.opened_at is not None
    named = [
        ("detail", _("Overview"), True),
        ("protocol", _("Protocol"), True),
        ("laboratories", _("Laboratories"), True),
        ("samples", _("Samples"), view.own is not None or sends),
        ("results", _("Results"), view.own is not None),
        ("analysis", _("Analysis"), view.is_closed),
        ("mine", _("My scores"), view.is_closed and view.own is not None),
        ("outliers", _("Outliers"), view.is_closed),
        ("conclusion", _("Conclusion"), view.is_closed),
        ("report", _("Report"), view.is_closed),
        ("record", _("Record"), True),
    ]
    return [
        Tab(label, reverse(f"studies:{page}", args=[view.id]), page == current)
        for page, label, shown in named
        if shown
    ]


def stages(view: StudyView) -> list[Stage]:
    """Give the line of stages with their days."""
    labels = [
        (_("Protocol"), day(view.created_at)),
        (_("Enrolment and results"), day(view.opened_at) if view.opened_at else ""),
        (_("Analysis"), day(view.closed_at) if view.closed_at else ""),
        (_("Conclusion"), day(view.concluded_at) if view.concluded_at else ""),
    ]
    days = (view.opened_at, view.closed_at, view.concluded_at)
    reached = sum(one is not None for one in days)
    is_over = reached == len(days)
    states = ["done" if at < reached or is_over else "next" for at in range(len(labels))]
    if not is_over:
        states[reached] = "current"
    return [Stage(label, state, date) for (label, date), state in zip(labels, states, strict=True)]
