"""Organisations under one agreement, and how they come in."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation, Party, Role
from apps.consortia.states import InvitationState
from apps.core.actor import Actor
from apps.materials.models import CriticalInput
from apps.sharing.models import Guarded
from apps.sharing.querysets import ScopedQuerySet


class ConsortiumQuerySet(ScopedQuerySet["Consortium"]):
    """A consortium is known to its members."""

    def _rule(self, actor: Actor) -> Q:
        return Q(pk__in=actor.parties)


class Consortium(Party):
    """Organisations under one agreement for one critical input, led by a convener."""

    convener = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="convened")
    critical_input = models.ForeignKey(CriticalInput, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField()

    objects: ClassVar[Any] = ConsortiumQuerySet.as_manager()

    def save(self, *args: object, **kwargs: object) -> None:
        """A consortium is a party of its own kind."""
        self.party_kind = Party.Kind.CONSORTIUM
        super().save(*args, **kwargs)


class AgreementVersion(models.Model):
    """The exact text members accept; never changed, only followed by a next version."""

    consortium = models.ForeignKey(Consortium, on_delete=models.PROTECT, related_name="agreements")
    version = models.CharField(max_length=20)
    summary_en = models.TextField()
    summary_tr = models.TextField()
    text_en = models.TextField()
    text_tr = models.TextField()
    sha256 = models.CharField(max_length=64)
    effective_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consortium", "version"], name="consortia_agreement_once")
        ]


class ConsortiumMembership(models.Model):
    """An organisation's membership, with the agreement version it accepted and who accepted it."""

    class Role(models.TextChoices):
        CONVENER = "convener", _("convener")
        MEMBER = "member", _("member")
        LABORATORY = "laboratory", _("laboratory")
        OBSERVER = "observer", _("observer")

    consortium = models.ForeignKey(Consortium, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="consortium_memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.UUIDField()
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "organisation"],
                condition=Q(left_at=None),
                name="consortia_membership_once_live",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gt=F("joined_at")), name="consortia_left_after_joining"
            ),
        ]


class CallQuerySet(ScopedQuerySet["Call"]):
    """A published call is for every signed-in organisation to read; that is what it is for."""

    def _rule(self, actor: Actor) -> Q:
        return Q(opens_at__lte=actor.now) | Q(consortium__convener=actor.organisation_id)


class Call(Guarded):
    """A published offer to join a consortium."""

    consortium = models.ForeignKey(Consortium, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(max_length=160)
    text = models.TextField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="consortia_call_dates_in_order"
            )
        ]


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    """An invitation is known to the organisation that sent it; the invited holds a link instead."""

    def _rule(self, actor: Actor) -> Q:
        return Q(invited_for=actor.organisation_id)


class Invitation(Guarded):
    """A personal offer to join, bound to an address. Only the hash of its link is stored.

    Rows are never deleted. `sent_entry` is the audit entry whose mail carried the live link.
    """

    consortium = models.ForeignKey(Consortium, on_delete=models.PROTECT, related_name="invitations")
    organisation_name = models.CharField(max_length=200)
    organisation_kind = models.CharField(max_length=20, choices=Organisation.Kind)
    is_sme = models.BooleanField(default=False)
    member_role = models.CharField(max_length=20, choices=ConsortiumMembership.Role)
    person_role = models.CharField(max_length=20, choices=Role, default=Role.LEAD)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=5, default="en")
    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=InvitationState, default=InvitationState.SENT)
    token_sha256 = models.CharField(max_length=64, default="", editable=False)
    sent_entry = models.BigIntegerField(null=True)
    sent_count = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    invited_by = models.UUIDField()
    invited_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    joined = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "email"],
                condition=Q(state=InvitationState.SENT),
                name="consortia_invitation_one_open_per_address",
            ),
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~Q(token_sha256=""), name="consortia_invitation_token_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "revoked"], answered_at=None)
                | Q(state__in=["accepted", "declined"], answered_at__isnull=False),
                name="consortia_invitation_answered_when_answered",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", joined__isnull=False) | (~Q(state="accepted") & Q(joined=None)),
                name="consortia_invitation_accepted_by_a_member",
            ),
        ]
