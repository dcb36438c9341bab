"""What a shared model is made of: an owner, a door, and a grant table of its own."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Party
from apps.accounts.rules import CASEWORK, QUALIFICATION, STATISTICS, SUPPLY_SECURITY
from apps.sharing.groups import Declaration
from apps.sharing.querysets import GrantQuerySet, SharedQuerySet


class Guarded(models.Model):
    """A model whose rows are reached through `visible_to` only; each says how in its queryset.

    A system check refuses a guarded model whose default manager would answer anybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Shareable(models.Model):
    """A model that its owner shares field group by field group. Subclasses set SHARING and Grant."""

    SHARING: ClassVar[Declaration]
    Grant: ClassVar[type["ShareGrant"]]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    embargo_until = models.DateTimeField(null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True


class Purpose(models.TextChoices):
    """What shared data may be used for; a grantee of the wrong kind gets nothing from it."""

    QUALIFICATION = QUALIFICATION, _("qualification of a material")
    SUPPLY_SECURITY = SUPPLY_SECURITY, _("security of supply")
    CASEWORK = CASEWORK, _("the administration's casework")
    STATISTICS = STATISTICS, _("industry statistics")


class ShareGrant(models.Model):
    """One object, one receiving party, some field groups, one purpose, from a day to a day.

    Immutable but for its revocation (trigger, see `migrations_of`): a change is revoke and new.
    `basis` is consent (the owner's, revocable) or duty (an office's, with its legal basis, not revocable).
    Subclasses add `obj`, the foreign key to their model.
    """

    class Basis(models.TextChoices):
        CONSENT = "consent", _("consent")
        DUTY = "duty", _("duty of office")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    obj_created_at = models.DateTimeField()
    grantor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    grantee = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    mask = models.PositiveIntegerField()
    purpose = models.CharField(max_length=30, choices=Purpose)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.CONSENT)
    legal_basis = models.CharField(max_length=200, default="", blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.UUIDField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoked_reason = models.CharField(max_length=300, default="")

    objects = GrantQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(grantor=F("grantee")), name="%(class)s_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="%(class)s_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(basis="duty") | Q(mask__gt=0), name="%(class)s_opens_something"
            ),
            models.CheckConstraint(
                condition=Q(basis="consent", legal_basis="") | (Q(basis="duty") & ~Q(legal_basis="")),
                name="%(class)s_duty_has_a_legal_basis",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="%(class)s_revoked_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(basis="consent") | Q(revoked_at=None), name="%(class)s_duty_is_not_revoked"
            ),
        ]
        indexes = [
            models.Index(
                F("grantee"),
                F("obj_created_at").desc(),
                F("obj").desc(),
                name="%(class)s_received",
                condition=Q(revoked_at=None),
            ),
            models.Index("obj", "grantee", name="%(class)s_of_object", condition=Q(revoked_at=None)),
        ]
