"""What goes into an analysis: every counted result. For a closed study, and for closing it; it knows no embargo."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from apps.studies.models import Cell, Characteristic, Item, Sheet, Study
from apps.studies.rules.codes import level_name
from apps.studies.rules.results import unfolded
from apps.studies.rules.stated import Stated
from apps.studies.states import SheetState

Input = tuple[str, str, int, str, str]
"""Laboratory code, level, replicate, qualifier, digits as reported."""


def inputs_of(study: Study, *, places: Collection[tuple[str, str]] | None = None) -> list[Input]:
    """Give every counted result as (laboratory code, level, replicate, qualifier, digits as reported), sorted.

    All there are, or those of some levels, by the codes of their items and characteristics; four queries.
    Results that an amendment invalidated are not counted: those handed in before their characteristic's
    `counts_from`. For services and the projection of a closed study only: it knows no embargo.
    """
    names = {level_name(*place) for place in places or ()}
    return sorted(
        (laboratory, level, *result)
        for laboratory, level, reported, qualifiers in _counted(
            study, "reported", "qualifiers", **_only(places)
        )
        if places is None or level in names
        for result in unfolded(reported, qualifiers)
    )


def _only(places: Collection[tuple[str, str]] | None) -> dict[str, Any]:
    if places is None:
        return {}
    items, codes = {item for item, _code in places}, {code for _item, code in places}
    return {"item__code__in": items, "characteristic__code__in": codes}


def stated_of(study: Study) -> list[Stated]:
    """Give the expanded uncertainty (k = 2) of every counted result that states one, sorted; four queries.

    For services only: it knows no embargo, and after it a laboratory's uncertainties stay its own.
    """
    return sorted(
        (laboratory, level, replicate, f"{uncertainty.normalize():f}")
        for laboratory, level, stated in _counted(study, "uncertainties", uncertainties__isnull=False)
        for replicate, uncertainty in enumerate(stated, start=1)
        if uncertainty is not None
    )


def laboratories_of(study: Study) -> list[str]:
    """Give the codes of the laboratories whose results count: who enrolled and handed nothing in stays unsaid."""
    return sorted({laboratory for laboratory, _level in counted_cells(study)})


def counted_cells(study: Study) -> set[tuple[str, str]]:
    """Give the cells that count, as (laboratory code, level), with no word of their results."""
    return {(laboratory, level) for laboratory, level in _counted(study)}


def _counted(study: Study, *columns: str, **only: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the cells that count as (laboratory code, level, *columns).

    Without joins: where statistics of a table that has just been filled are missing, PostgreSQL joins so many
    rows in a way that takes seconds.
    """
    items = dict(Item.objects.filter(study=study).values_list("pk", "code"))
    told = Characteristic.objects.filter(study=study).values_list("pk", "code", "counts_from")
    levels = {
        (item, pk): (level_name(item_code, code), counts_from)
        for pk, code, counts_from in told
        for item, item_code in items.items()
    }
    sheets = {pk: (code, handed_in_at) for pk, code, handed_in_at in _sheets(study)}
    cells = Cell.objects.filter(sheet__in=list(sheets), **only)
    for sheet, item, characteristic, *found in cells.values_list(
        "sheet_id", "item_id", "characteristic_id", *columns
    ):
        laboratory, handed_in_at = sheets[sheet]
        level, since = levels[item, characteristic]
        if since is None or handed_in_at >= since:
            yield laboratory, level, *found


def _sheets(study: Study) -> QuerySet[Sheet, Any]:
    rows = Sheet.objects.unscoped("the analysis of the whole study").filter(
        enrolment__study=study, state=SheetState.TAKEN
    )
    return rows.values_list("pk", "enrolment__code", "handed_in_at")
