"""The only doors to rows. A queryset that nobody opened refuses to run."""

from typing import Any, Self, TypeVar
from uuid import UUID

from django.contrib.postgres.aggregates import BitOr
from django.db import models
from django.db.models import Q

from apps.core.actor import Actor
from apps.core.paging import Page, Place

Row = TypeVar("Row", bound=models.Model)


class NotScoped(RuntimeError):
    """A query on a guarded model that did not say who asks."""


class ScopedQuerySet(models.QuerySet[Row]):
    """Refuses to touch rows until `visible_to(actor)` or `unscoped(reason)` opened it.

    A forgotten rule is an exception, not a leak.
    """

    _scoped = False

    def visible_to(self, actor: Actor) -> Self:
        """Narrow to the rows this actor may know of. Each model says how in `_rule`."""
        return self.filter(self._rule(actor))._opened()

    def unscoped(self, reason: str) -> Self:
        """Open everything, for a stated reason: a service that locks what a selector found, a sweeper."""
        if not reason:
            message = "unscoped() wants a reason."
            raise ValueError(message)
        return self._opened()

    def _rule(self, actor: Actor) -> Q:
        raise NotImplementedError

    def _opened(self) -> Self:
        clone: Self = self._chain()  # type: ignore[attr-defined]  # private in the stubs
        clone._scoped = True
        return clone

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # private in the stubs
        clone._scoped = self._scoped
        return clone

    def _refuse_unscoped(self) -> None:
        if not self._scoped:
            message = f"{self.model.__name__}: ask through visible_to(actor) or unscoped(reason)."
            raise NotScoped(message)

    def _fetch_all(self) -> None:
        self._refuse_unscoped()
        super()._fetch_all()  # type: ignore[misc]  # private in the stubs

    def iterator(self, chunk_size: int | None = None) -> Any:
        """Stream rows, once opened."""
        self._refuse_unscoped()
        return super().iterator(chunk_size)

    def aggregate(self, *args: Any, **kwargs: Any) -> Any:
        """Aggregate, once opened."""
        self._refuse_unscoped()
        return super().aggregate(*args, **kwargs)

    def count(self) -> int:
        """Count, once opened."""
        self._refuse_unscoped()
        return super().count()

    def exists(self) -> bool:
        """Tell whether there is any, once opened."""
        self._refuse_unscoped()
        return super().exists()

    def update(self, **values: Any) -> int:
        """Update, once opened."""
        self._refuse_unscoped()
        return super().update(**values)

    def delete(self) -> Any:
        """Delete, once opened."""
        self._refuse_unscoped()
        return super().delete()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Serve as a subquery, once opened."""
        self._refuse_unscoped()
        return super().resolve_expression(*args, **kwargs)  # type: ignore[misc]  # private in the stubs


class SharedQuerySet(ScopedQuerySet[Row]):
    """Rows of a shared model: one's own, and those a live grant opens."""

    def _rule(self, actor: Actor) -> Q:
        return Q(owner_id=actor.organisation_id) | Q(pk__in=live_grants(self.model, actor).values("obj_id"))

    def where(self, actor: Actor, field: str, **lookup: Any) -> Self:
        """Filter by a field, among the rows whose group the actor may read; core fields are free.

        Raises KeyError for a field that is in no group: such a filter does not exist.
        """
        declaration = self.model.SHARING  # type: ignore[attr-defined]  # every shared model declares it
        if field.split("__", maxsplit=1)[0] in declaration.core:
            return self.visible_to(actor).filter(**lookup)
        readable = live_grants(self.model, actor).extra_mask(declaration.group_of[field].mask)
        rule = Q(owner_id=actor.organisation_id) | Q(pk__in=readable.values("obj_id"))
        return self.filter(rule, **lookup)._opened()

    def newest(self, actor: Actor, *, most: int = 50, before: Place | None = None) -> Page[Row]:
        """Give a page of visible rows, newest first, by two ordered index branches.

        Measured on 1,000,000 rows and 200,000 grants: 3 to 6 ms for every size of organisation.
        """
        own = self.filter(owner_id=actor.organisation_id)
        granted = live_grants(self.model, actor)
        if before:
            own = own.filter(_earlier(before, "created_at", "id"))
            granted = granted.filter(_earlier(before, "obj_created_at", "obj_id"))
        keys = set(own._opened().order_by("-created_at", "-id").values_list("created_at", "pk")[: most + 1])
        ordered = (
            granted.order_by("-obj_created_at", "-obj_id").values_list("obj_created_at", "obj_id").distinct()
        )
        keys |= set(ordered[: most + 1])
        newest = sorted(keys, reverse=True)
        found = self.filter(pk__in=[key for _at, key in newest[:most]])._opened()
        more = Place(*newest[most - 1]).token() if len(newest) > most else ""
        return Page(sorted(found, key=lambda row: (row.created_at, row.pk), reverse=True), more)  # type: ignore[attr-defined]  # every shared model has it

    def count_visible(self, actor: Actor) -> int:
        """Count own and granted rows; the two are disjoint, nobody is granted his own."""
        own = self.filter(owner_id=actor.organisation_id)._opened().count()
        granted: int = live_grants(self.model, actor).values("obj_id").distinct().count()
        return own + granted


class GrantQuerySet(models.QuerySet[Row]):
    """Grants of one shared model."""

    def live_for(self, actor: Actor) -> Self:
        """Narrow to what gives this actor something now."""
        return self.filter(
            Q(basis="duty") | Q(purpose__in=actor.purposes),
            Q(obj__embargo_until=None) | Q(obj__embargo_until__lte=actor.now),
            grantee__in=actor.parties,
            revoked_at=None,
            valid_from__lte=actor.now,
            valid_until__gt=actor.now,
        ).exclude(grantor=actor.organisation_id)

    def extra_mask(self, mask: int) -> Self:
        """Narrow to grants that open all bits of `mask`."""
        return self.annotate(opened=models.F("mask").bitand(mask)).filter(opened=mask)


def live_grants(model: type[models.Model], actor: Actor) -> Any:
    """Give the grants of a shared model that are live for an actor."""
    return model.Grant.objects.live_for(actor)  # type: ignore[attr-defined]  # every shared model names its grant table


def masks(actor: Actor, rows: list[Any]) -> dict[UUID, int]:
    """Give what the actor may open of each row, in one query for a whole page."""
    if not rows:
        return {}
    model = type(rows[0])
    found = live_grants(model, actor).filter(obj__in=[row.pk for row in rows])
    granted = dict(found.values_list("obj_id").annotate(opened=BitOr("mask")).order_by())
    everything = model.SHARING.everything
    return {
        row.pk: everything if row.owner_id == actor.organisation_id else granted.get(row.pk, 0)
        for row in rows
    }


def _earlier(place: Place, moment: str, identity: str) -> Q:
    return Q(**{f"{moment}__lt": place.created_at}) | Q(
        **{moment: place.created_at, f"{identity}__lt": place.id}
    )
