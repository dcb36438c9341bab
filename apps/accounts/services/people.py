"""People coming onto the platform, and their roles in an organisation: given, changed, ended."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.accounts import appointing
from apps.accounts.events import MembershipEnded, PersonJoined, RoleChanged
from apps.accounts.models import ApiKey, Membership, Organisation, User
from apps.accounts.rules import MANAGE, capabilities_of
from apps.accounts.selectors import leading_of
from apps.accounts.services.organisations import managed
from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, Missing


@transaction.atomic
def register_person(*, email: str, name: str, password: str, language: str = "en") -> User:
    """Make a person who can sign in. Raises `Invalid` for a weak password, `Conflict` for a known address."""
    person = User(email=email.strip().lower(), name=name.strip(), language=language)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(_("Choose another password."), fields={"password": error.messages}) from error
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Conflict(_("Sign in with your existing account to go on.")) from error
    return person


@transaction.atomic
def appoint(*, organisation: Organisation, email: str, name: str, role: str, actor: Actor) -> User:
    """Give a person without a password a role: they choose one on the page "forgotten password"."""
    appointing.check_role_fits(role, organisation.kind)
    person = User.objects.filter(email__iexact=email.strip()).first() or User.objects.create_user(
        email, name=name
    )
    join_organisation(person=person, organisation_id=organisation.pk, role=role, actor=actor)
    return person


@transaction.atomic
def join_organisation(*, person: User, organisation_id: UUID, role: str, actor: Actor) -> Membership:
    """Give a person a role in an organisation. Raises `Conflict` if they have one there already."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=person, organisation_id=organisation_id, role=role, since=actor.now
            )
    except IntegrityError as error:
        raise Conflict(_("This person already belongs to the organisation.")) from error
    record(
        PersonJoined(organisation_id=str(organisation_id), pseudonym=str(person.pseudonym), role=role),
        actor=actor,
        personal={"email": person.email, "name": person.name},
    )
    return membership


@transaction.atomic
def change_role(*, person_id: UUID, role: str, actor: Actor) -> Membership:
    """Give a colleague another role from now on. What they hold and have begun stays theirs.

    Raises `NotAllowed` to who does not lead the organisation and for oneself, `Missing` for who does not belong
    to it, `Invalid` for a role that does not fit, `Conflict` for the last who leads.
    """
    organisation = managed(actor)
    row = _of(organisation, person_id)
    appointing.check_not_oneself(person_id, actor.pseudonym)
    appointing.check_role_fits(role, organisation.kind)
    if row.role == role:
        raise Invalid(_("They have this role already."), fields={"role": [_("Choose another role.")]})
    if MANAGE not in capabilities_of(role, organisation.kind):
        appointing.check_somebody_leads(leading_of(organisation.pk), without=person_id)
    moment = _ended(row, actor)
    following = Membership.objects.create(user=row.user, organisation=organisation, role=role, since=moment)
    changed = RoleChanged(
        organisation_id=str(organisation.pk), pseudonym=str(person_id), role_before=row.role, role=role
    )
    record(changed, actor=actor)
    return following


@transaction.atomic
def end_membership(*, person_id: UUID, actor: Actor) -> None:
    """Let a person act for the organisation no longer, at once: their API keys for it and all their sessions end.

    Raises like `change_role`; one may leave oneself, but for the last who leads.
    """
    organisation = managed(actor)
    row = _of(organisation, person_id)
    appointing.check_somebody_leads(leading_of(organisation.pk), without=person_id)
    _ended(row, actor)
    ApiKey.objects.filter(user=row.user, organisation=organisation).delete()
    User.objects.filter(pk=row.user_id).update(session_round=F("session_round") + 1)
    ended = MembershipEnded(organisation_id=str(organisation.pk), pseudonym=str(person_id), role=row.role)
    record(ended, actor=actor)


def _of(organisation: Organisation, person_id: UUID) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user")
    row = rows.filter(organisation=organisation, user__pseudonym=person_id, until=None).first()
    if row is None:
        raise Missing("")
    return row


def _ended(row: Membership, actor: Actor) -> datetime:
    """End a role and give when: now, but never before it began, whatever the clocks of two machines say."""
    row.until = moment = max(actor.now, row.since + timedelta(microseconds=1))
    row.save(update_fields=["until"])
    return moment
