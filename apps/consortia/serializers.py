"""Consortia in JSON."""

from typing import Any

from rest_framework import serializers

from apps.consortia.forms import INVITABLE, ROLES


class ConsortiumOut(serializers.Serializer[Any]):
    """A consortium in a list."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    critical_input = serializers.CharField()
    convener = serializers.CharField()
    members = serializers.IntegerField()


class MemberOut(serializers.Serializer[Any]):
    """A member of a consortium."""

    name = serializers.CharField()
    kind = serializers.CharField()
    role = serializers.CharField()
    agreement = serializers.CharField(help_text="Version of the agreement it accepted.")
    joined_on = serializers.DateTimeField()


class ConsortiumIn(serializers.Serializer[Any]):
    """A new consortium with the first version of its agreement."""

    name = serializers.CharField(max_length=200)
    critical_input = serializers.SlugField()
    purpose = serializers.CharField()
    version = serializers.CharField(max_length=20, default="1.0")
    summary_en = serializers.CharField()
    summary_tr = serializers.CharField()
    text_en = serializers.CharField()
    text_tr = serializers.CharField()


class InvitationIn(serializers.Serializer[Any]):
    """Whom to invite."""

    organisation_name = serializers.CharField(max_length=200)
    organisation_kind = serializers.ChoiceField(choices=INVITABLE, default="firm")
    is_sme = serializers.BooleanField(default=False)
    member_role = serializers.ChoiceField(choices=ROLES, default="member")
    email = serializers.EmailField(max_length=254)
    language = serializers.ChoiceField(choices=["en", "tr"], default="en")


class InvitationOut(serializers.Serializer[Any]):
    """An invitation as its sender sees it; the link is in the mail alone."""

    id = serializers.UUIDField()
    organisation_name = serializers.CharField()
    email = serializers.EmailField()
    state = serializers.CharField()
    expires_at = serializers.DateTimeField()
    sent_count = serializers.IntegerField()


class CallIn(serializers.Serializer[Any]):
    """A call to publish."""

    title = serializers.CharField(max_length=160)
    text = serializers.CharField()
    closes_at = serializers.DateTimeField()


class CallOut(serializers.Serializer[Any]):
    """A published call."""

    id = serializers.UUIDField()
    consortium = serializers.UUIDField(source="consortium_id")
    title = serializers.CharField()
    text = serializers.CharField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()


class AcceptanceIn(serializers.Serializer[Any]):
    """Accepting an invitation from a program: the token of the mailed link, and the page's three fields."""

    token = serializers.CharField()
    name = serializers.CharField(max_length=120)
    password = serializers.CharField(trim_whitespace=False)
    agreement = serializers.CharField(help_text="The version of the agreement you accept.")
    language = serializers.ChoiceField(choices=["en", "tr"], default="en")


class AccountAcceptanceIn(serializers.Serializer[Any]):
    """Accepting an invitation with an existing account: the token of the mailed link."""

    token = serializers.CharField()
    agreement = serializers.CharField(help_text="The version of the agreement you accept.")


class OfferOut(serializers.Serializer[Any]):
    """What an invitation offers, to the holder of its link."""

    inviter = serializers.CharField()
    consortium = serializers.CharField()
    critical_input = serializers.CharField()
    organisation_name = serializers.CharField()
    email = serializers.EmailField()
    expires_at = serializers.DateTimeField()
    agreement_version = serializers.CharField(source="agreement.version")
    agreement_sha256 = serializers.CharField(source="agreement.sha256")
    agreement_text = serializers.CharField(source="agreement.text")
