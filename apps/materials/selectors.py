"""Reading the catalogue."""

from uuid import UUID

from apps.core.actor import Actor
from apps.core.paging import A_PAGE, Keyset, Page
from apps.materials.models import CriticalInput, Material
from apps.sharing.selectors import found

BY_NAME = Keyset("name_key", "id")


def material_for(actor: Actor, material_id: UUID) -> Material:
    """Give a material the actor may see, or raise `Missing`."""
    return found(Material.objects.select_related("critical_input", "owner"), actor, material_id)


def materials_of(actor: Actor, *, critical_input: str = "") -> list[Material]:
    """Give the materials an actor may see, by name; one query."""
    rows = Material.objects.visible_to(actor).select_related("critical_input", "owner")
    if critical_input:
        rows = rows.filter(critical_input=critical_input)
    return list(rows.order_by("name_key", "grade"))


def materials_page(actor: Actor, *, cursor: str = "", most: int = A_PAGE) -> Page[Material]:
    """Give a page of the materials an actor may see, by name; one query."""
    return BY_NAME.page(Material.objects.visible_to(actor), cursor=cursor, most=most)


def critical_inputs() -> list[CriticalInput]:
    """Give all critical inputs: public reference data."""
    return list(CriticalInput.objects.all())
