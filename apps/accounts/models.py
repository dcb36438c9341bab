"""People and organisations. A party is whatever owns or receives: an organisation or a consortium."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from apps.core.names import name_key, search_key


class Party(models.Model):
    """Whatever owns data or receives it. Grants point here, so that joining and leaving rewrites none."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        CONSORTIUM = "consortium", _("consortium")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party_kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=400, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the sort key beside the name (Turkish order is computed here, not by a collation)."""
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched


class Organisation(Party):  # type: ignore[django-manager-missing]  # knox types no managers
    """A legal entity on the platform."""

    class Kind(models.TextChoices):
        FIRM = "firm", _("firm")
        LABORATORY = "laboratory", _("laboratory")
        INSTITUTION = "institution", _("institution")
        CERTIFICATION_BODY = "certification_body", _("certification body")
        INDUSTRY_BODY = "industry_body", _("industry body")
        ADMINISTRATION = "administration", _("administration")

    kind = models.CharField(max_length=20, choices=Kind)
    is_sme = models.BooleanField(default=False)
    country = models.CharField(max_length=2, default="TR")
    address = models.CharField(max_length=300, default="", blank=True)

    def save(self, *args: object, **kwargs: object) -> None:
        """An organisation is a party of its own kind."""
        self.party_kind = Party.Kind.ORGANISATION
        super().save(*args, **kwargs)


class People(BaseUserManager["User"]):
    """Makes people; there are no superusers, the administration is a party like the others."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make a person with a folded address; no password means nobody can sign in yet."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # knox again
    """A person. The trail knows the pseudonym only; erasing name and address erases the person from it.

    Django's groups and permissions come along for guardian (rights inside a work space); a superuser,
    who would see everything silently, is impossible by constraint.
    """

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=200, editable=False)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    session_round = models.PositiveIntegerField(
        default=0, editable=False
    )  # raised, it ends all their sessions
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_one_per_address"),
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="accounts_user_no_superuser"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the folded name beside the name."""
        self.search_key = search_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to password and round; Django asks this for the secrets of before, too."""
        said = f"{self.password}|{self.session_round}"
        return salted_hmac("accounts.session", said, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person is in an organisation; what it may do stands in `rules.ROLE_MAY`."""

    LEAD = "lead", _("lead")
    ENGINEER = "engineer", _("quality engineer")
    PROCUREMENT = "procurement", _("procurement lead")
    COORDINATOR = "coordinator", _("study coordinator")
    EVALUATOR = "evaluator", _("evaluator")
    CERTIFIER = "certifier", _("certification decision maker")
    REVIEWER = "reviewer", _("case reviewer")
    APPROVER = "approver", _("approving officer")
    OFFICER = "officer", _("officer")


class Membership(models.Model):
    """A person's role in an organisation, from a day to a day. Rows end; they are not deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(until=None),
                name="accounts_membership_one_live_role",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="accounts_membership_ends_after_it_begins",
            ),
        ]


class ColleagueInvitation(models.Model):
    """A role in an organisation, offered to an address by mail. Only the hash of its link is stored.

    Rows are never deleted. `sent_entry` is the audit entry whose mail carried the live link; `asked_count` and
    `asked_at` say how often and when last somebody asked for that mail.
    """

    class State(models.TextChoices):
        """Expired is not a state: it follows from `expires_at`."""

        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        REVOKED = "revoked", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role)
    language = models.CharField(max_length=5, default="en")
    state = models.CharField(max_length=20, choices=State, default=State.SENT)
    token_sha256 = models.CharField(max_length=64, default="", editable=False)
    sent_entry = models.BigIntegerField(null=True)
    asked_count = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    invited_by = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True)
    joined = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(state="sent"),
                name="accounts_colleague_one_open_per_address",
            ),
            models.UniqueConstraint(
                fields=["token_sha256"],
                condition=~models.Q(token_sha256=""),
                name="accounts_colleague_token_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted", answered_at__isnull=False, joined__isnull=False)
                | (~models.Q(state="accepted") & models.Q(answered_at=None, joined=None)),
                name="accounts_colleague_answered_by_somebody",
            ),
        ]


class ApiKey(AbstractAuthToken):
    """An API key of a person for one organisation; only its digest is stored, it is shown once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    label = models.CharField(max_length=80)


class RememberedAnswer(models.Model):
    """What was answered to a POST that carried an `Idempotency-Key`, so that a repeat changes nothing.

    `owner` is who may repeat it: a person for an organisation, or whoever holds a mailed link, by its hash.
    Written in the transaction of the work it tells of, and forgotten after some days.
    """

    owner = models.CharField(max_length=100)
    key = models.CharField(max_length=120)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="accounts_answer_once_per_key")]
