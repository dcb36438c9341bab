"""Writing people and organisations."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.events import (
    KeyMade,
    OrganisationDescribed,
    OrganisationJoined,
    PersonJoined,
    RefusedOutOfScope,
)
from apps.accounts.models import ApiKey, Membership, Organisation, Role, User
from apps.accounts.rules import MANAGE
from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, NotAllowed

KEY_LIFETIME = timedelta(days=365)


@transaction.atomic
def found_organisation(
    *, name: str, kind: str, actor: Actor, is_sme: bool = False, country: str = "TR", address: str = ""
) -> Organisation:
    """Put an organisation on the platform."""
    organisation = Organisation.objects.create(
        name=name.strip(), kind=kind, is_sme=is_sme, country=country, address=address
    )
    record(OrganisationJoined(organisation_id=str(organisation.pk)), actor=actor)
    return organisation


@transaction.atomic
def describe_organisation(*, actor: Actor, address: str, country: str) -> Organisation:
    """Write the address that certificates and letters print; for those who lead the organisation."""
    if not actor.may(MANAGE):
        raise NotAllowed(_("Only those who lead the organisation change its address."))
    if not address.strip():
        raise Invalid(_("Write the address."), fields={"address": [_("Write the address.")]})
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=actor.organisation_id)
    organisation.address, organisation.country = address.strip(), country
    organisation.save()
    record(OrganisationDescribed(organisation_id=str(organisation.pk)), actor=actor)
    return organisation


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
    if role not in Role.values:
        raise Invalid(_("There is no such role."), fields={"role": [_("Choose one of the list.")]})
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
def make_api_key(*, actor: Actor, label: str) -> str:
    """Make an API key for the actor's organisation and give it, once; only its digest is kept."""
    if not actor.capabilities:
        raise NotAllowed(_("Your role here may not use the API."))
    _row, key = ApiKey.objects.create(
        user=User.objects.get(pk=actor.user_id),
        expiry=KEY_LIFETIME,
        prefix="ck_",
        organisation_id=actor.organisation_id,
        label=label.strip(),
    )
    record(KeyMade(organisation_id=str(actor.organisation_id), label=label.strip()), actor=actor)
    return str(key)


@transaction.atomic
def note_out_of_scope(*, actor: Actor, kind: str, object_id: UUID) -> None:
    """Leave an entry that the actor asked for something it may not see."""
    record(
        RefusedOutOfScope(organisation_id=str(actor.organisation_id), kind=kind, object_id=str(object_id)),
        actor=actor,
    )
