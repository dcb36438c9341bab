"""Certificates as JSON. Decimals are strings, in the facts too."""

from typing import Any, Final

from rest_framework import serializers

from apps.certificates.rules.decisions import LONGEST_ON_PAGE_ONE, LONGEST_TEXT, MOST_MONTHS
from apps.certificates.rules.languages import CHOICES as LANGUAGES
from apps.certificates.states import ListingLevel, ReinstatementCode, SuspensionCode

STANDINGS: Final = ["valid", "expired", "suspended", "withdrawn", "superseded", "demonstration"]


class CertificateOut(serializers.Serializer[Any]):
    """A certificate in a list. `state` also knows `valid` and `expired`; `number` is empty until bound."""

    id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    number = serializers.CharField(allow_blank=True)
    state = serializers.CharField()
    material = serializers.CharField()
    grade = serializers.CharField()
    holder = serializers.CharField()
    body = serializers.CharField()
    study_reference = serializers.CharField()
    valid_until = serializers.DateField(allow_null=True)


class CertificatePage(serializers.Serializer[Any]):
    """A page of certificates, newest first; `next` is the address of the next one."""

    next = serializers.CharField(allow_null=True)
    results = CertificateOut(many=True)


class NeighbourOut(serializers.Serializer[Any]):
    """The certificate before or after in a chain of amendments; `number` is empty until bound."""

    id = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)


class CertificateDetailOut(CertificateOut):
    """A certificate with what supports it; `facts` are frozen at approval."""

    study_id = serializers.UUIDField()
    material_id = serializers.UUIDField()
    holder_id = serializers.UUIDField()
    body_id = serializers.UUIDField()
    language = serializers.CharField()
    evaluation = serializers.CharField(allow_blank=True)
    evaluated_at = serializers.DateTimeField(allow_null=True)
    reasons = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    facts = serializers.JSONField(allow_null=True)
    facts_sha256 = serializers.CharField(allow_blank=True)
    pdf_sha256 = serializers.CharField(allow_blank=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField(allow_blank=True)
    suspended_at = serializers.DateTimeField(allow_null=True, help_text="Of the latest suspension.")
    suspended_code = serializers.ChoiceField(choices=SuspensionCode.choices, allow_blank=True)
    suspended_reason = serializers.CharField(allow_blank=True)
    reinstated_at = serializers.DateTimeField(allow_null=True)
    reinstated_code = serializers.ChoiceField(choices=ReinstatementCode.choices, allow_blank=True)
    reinstated_reason = serializers.CharField(allow_blank=True)
    replaces = NeighbourOut(allow_null=True, help_text="The certificate that this one amends.")
    amendment_reason = serializers.CharField(allow_blank=True)
    amendment = NeighbourOut(allow_null=True, help_text="Its own amendment, while that is under way.")
    superseded_by = NeighbourOut(allow_null=True)
    superseded_at = serializers.DateTimeField(allow_null=True)
    listed = serializers.ChoiceField(
        choices=ListingLevel.choices,
        allow_blank=True,
        help_text="How much of it stands in the public directory; empty if nothing does.",
    )
    moves = serializers.ListField(
        child=serializers.CharField(),
        help_text="What you may do now: evaluate, approve, refuse, suspend, reinstate, amend, withdraw, publish,"
        " unlist.",
    )


class RequestIn(serializers.Serializer[Any]):
    """What to certify, by whom, in which language."""

    study_id = serializers.UUIDField()
    material_id = serializers.UUIDField()
    body_id = serializers.UUIDField()
    language = serializers.ChoiceField(choices=LANGUAGES, default="en")


class EvaluationIn(serializers.Serializer[Any]):
    """The evaluation in words."""

    evaluation = serializers.CharField(max_length=LONGEST_TEXT)


class DecisionIn(serializers.Serializer[Any]):
    """The decision; `months` is asked for with `approve`."""

    outcome = serializers.ChoiceField(choices=["approve", "refuse"])
    reasons = serializers.CharField(max_length=LONGEST_TEXT)
    months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for the validity where there will be one."""
        if attrs["outcome"] == "approve" and "months" not in attrs:
            raise serializers.ValidationError({"months": [self.fields["months"].error_messages["required"]]})
        return attrs


class SuspensionIn(serializers.Serializer[Any]):
    """Why a certificate does not count for now."""

    code = serializers.ChoiceField(choices=SuspensionCode.choices)
    reason = serializers.CharField(max_length=LONGEST_TEXT)


class ReinstatementIn(serializers.Serializer[Any]):
    """Why a suspended certificate counts again."""

    code = serializers.ChoiceField(choices=ReinstatementCode.choices)
    reason = serializers.CharField(max_length=LONGEST_TEXT)


class CertificateAmendmentIn(serializers.Serializer[Any]):
    """Why a certificate is amended; printed on the new one."""

    reason = serializers.CharField(max_length=LONGEST_ON_PAGE_ONE)


class SurveillanceIn(serializers.Serializer[Any]):
    """That a surveillance was done: of which day, when, and what came of it."""

    due_on = serializers.DateField(help_text="A day every twelve months after the first day of the validity.")
    done_on = serializers.DateField()
    note = serializers.CharField(max_length=LONGEST_TEXT)


class WithdrawalIn(serializers.Serializer[Any]):
    """Why a certificate no longer counts."""

    reason = serializers.CharField(max_length=LONGEST_TEXT)


class RegisterOut(serializers.Serializer[Any]):
    """What anyone may know of a number. `paper` compares the fingerprint `h`; `matches` opens `facts`."""

    number = serializers.CharField(source="entry.number")
    state = serializers.ChoiceField(
        source="standing",
        choices=STANDINGS,
        help_text="`demonstration`: the number is known to a demonstration only. Rely on `valid` alone.",
    )
    material = serializers.CharField(source="entry.material")
    grade = serializers.CharField(source="entry.grade")
    holder = serializers.CharField(source="entry.holder")
    body = serializers.CharField(source="entry.body")
    issued_on = serializers.DateField(source="entry.issued_on")
    valid_until = serializers.DateField(source="entry.valid_until")
    withdrawn_on = serializers.DateField(source="entry.withdrawn_on", allow_null=True)
    suspended_on = serializers.DateField(source="entry.suspended_on", allow_null=True)
    superseded_on = serializers.DateField(source="entry.superseded_on", allow_null=True)
    superseded_by = serializers.CharField(
        source="entry.superseded_by", allow_blank=True, help_text="The number that stands in its place now."
    )
    replaces = serializers.CharField(
        source="entry.replaces", allow_blank=True, help_text="The number that this one superseded."
    )
    test = serializers.BooleanField(
        source="entry.test", help_text="Made in a demonstration: not a certificate."
    )
    paper = serializers.ChoiceField(choices=["absent", "matches", "other"])
    facts = serializers.JSONField(allow_null=True)


class FileIn(serializers.Serializer[Any]):
    """A PDF to be checked."""

    file = serializers.FileField(allow_empty_file=True)


class SealOut(serializers.Serializer[Any]):
    """The seal of a file. Without a time-stamp `signed_at` is the sealer's own word."""

    valid = serializers.BooleanField()
    signer = serializers.CharField()
    signed_at = serializers.CharField(allow_null=True)
    covers_whole_file = serializers.BooleanField()
    modified_after = serializers.BooleanField()


class CheckedOut(serializers.Serializer[Any]):
    """What a file is. `state` is the register's, of an authentic file `valid` alone may be relied on."""

    verdict = serializers.ChoiceField(
        choices=["authentic", "changed_after_sealing", "resaved_copy", "not_ours"]
    )
    number = serializers.CharField(allow_null=True)
    state = serializers.CharField(allow_null=True)
    seal = SealOut(allow_null=True)
    facts_match = serializers.BooleanField(allow_null=True)
    notes = serializers.ListField(child=serializers.CharField())
