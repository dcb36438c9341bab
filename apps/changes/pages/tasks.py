"""The task list of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.changes.projections import ReportView
from apps.changes.rules import Gap
from apps.changes.words import CHECK, PARTS, WHO_SEES
from apps.core.errors import Words


@dataclass(frozen=True)
class Task:
    """A line of components/task_list.html."""

    label: Words
    url: str | None
    tone: str
    state: Words
    hint: str = ""


def tasks(view: ReportView, gaps: Sequence[Gap]) -> list[Task]:
    """Give the parts of a draft with what each still lacks; sending opens when nothing is missing."""
    lines = [
        _part(view, part.slug, part.label, [gap for gap in gaps if gap.part == part.slug]) for part in PARTS
    ]
    who = Task(WHO_SEES.label, reverse("changes:who_sees", args=[view.id]), "info", _("to read"))
    check_url = reverse("changes:check", args=[view.id])
    ready = Task(CHECK.label, check_url, "good", _("ready")) if not gaps else None
    return [*lines, who, ready or Task(CHECK.label, check_url, "neutral", _("not yet"))]


def _part(view: ReportView, slug: str, label: Words, gaps: list[Gap]) -> Task:
    url = reverse("changes:part", args=[view.id, slug])
    if not gaps:
        return Task(label, url, "good", _("complete"))
    left = ngettext("%(count)s answer to give", "%(count)s answers to give", len(gaps)) % {"count": len(gaps)}
    return Task(label, url, "neutral", _("to do"), left)
