"""The few rights of a person inside a work space (who coordinates this study), kept by guardian.

guardian lives only here. Rights are about what somebody may do to one object they can already see;
who sees which rows and fields is never asked of guardian (measured: 20 to 100 times slower).
"""

from django.db.models import Model
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import assign_perm, get_users_with_perms, remove_perm

from apps.accounts.models import User
from apps.core.actor import Actor


class UserRight(UserObjectPermissionBase):
    """Base of a right's own table with a real foreign key: subclass it with `content_object`."""

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


def allow(person: User, right: str, row: Model) -> None:
    """Give a person a right on one object."""
    assign_perm(right, person, row)


def disallow(person: User, right: str, row: Model) -> None:
    """Take a right on one object away."""
    remove_perm(right, person, row)


def holds(actor: Actor, right: str, row: Model) -> bool:
    """Tell whether the actor's person holds a right on one object."""
    return right in held(actor, row)


def held(actor: Actor, row: Model) -> frozenset[str]:
    """Give the rights the actor's person holds on one object."""
    table = getattr(row, "Rights", None)
    if table is None:
        return frozenset()
    rows = table.objects.filter(content_object=row, user_id=actor.user_id)
    return frozenset(rows.values_list("permission__codename", flat=True))


def people_with(right: str, row: Model) -> list[User]:
    """Give the people who hold a right on one object."""
    return list(get_users_with_perms(row, only_with_perms_in=[right], with_group_users=False))
