"""Reports and cases as JSON. A closed field is present and null; its group stands in `hidden_groups`."""

from typing import Any

from rest_framework import serializers

from apps.changes.states import CaseState, Outcome, ReportState
from apps.sharing.models import Purpose


def kilograms(**options: Any) -> serializers.DecimalField:
    """Make a field for a mass; decimals travel as text."""
    return serializers.DecimalField(max_digits=16, decimal_places=3, **options)


class NamedJson(serializers.Serializer[Any]):
    """Something with a code or id, and its name in the language of the request."""

    code = serializers.CharField()
    name = serializers.CharField()


class ShipmentJson(serializers.Serializer[Any]):
    """A planned shipment."""

    ships_on = serializers.DateField()
    mass_kg = kilograms()


class ReportLineJson(serializers.Serializer[Any]):
    """A report in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    critical_input = NamedJson()
    state = serializers.ChoiceField(ReportState.choices)
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    owner = NamedJson(allow_null=True)
    hidden_groups = serializers.ListField(child=serializers.CharField())


class ReportJson(ReportLineJson):
    """A report as the acting organisation receives it."""

    reason = serializers.CharField(allow_null=True)
    current_supplier = serializers.CharField(allow_null=True)
    new_supplier = serializers.CharField(allow_null=True)
    country_mined = NamedJson(allow_null=True)
    country_processed = NamedJson(allow_null=True)
    country_shipped_from = NamedJson(allow_null=True)
    grade = serializers.CharField(allow_null=True)
    annual_volume_kg = kilograms(allow_null=True)
    certificate_number = serializers.CharField(allow_null=True)
    testing_outcome = serializers.CharField(allow_null=True)
    shipments = ShipmentJson(many=True, allow_null=True)


class ReportsJson(serializers.Serializer[Any]):
    """A page of reports, newest first; `next` is the address of the following page."""

    next = serializers.CharField(allow_null=True)
    results = ReportLineJson(many=True)


class FiltersJson(serializers.Serializer[Any]):
    """What a list of reports is narrowed by; an unknown value finds nothing."""

    critical_input = serializers.CharField(max_length=40, required=False, allow_blank=True)
    state = serializers.CharField(max_length=20, required=False, allow_blank=True)
    country_mined = serializers.CharField(max_length=2, required=False, allow_blank=True)


class QueueJson(serializers.Serializer[Any]):
    """What a list of cases is narrowed by."""

    state = serializers.CharField(max_length=20, required=False, allow_blank=True)
    mine = serializers.BooleanField(required=False, default=False)


class DraftJson(serializers.Serializer[Any]):
    """What begins a report."""

    critical_input = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class ChangeJson(serializers.Serializer[Any]):
    """Standard fields to write; what is not sent stays. Countries are ISO 3166-1 alpha-2 codes."""

    critical_input = serializers.CharField(max_length=40, required=False)
    reason = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    current_supplier = serializers.CharField(max_length=160, required=False, allow_blank=True)
    new_supplier = serializers.CharField(max_length=160, required=False, allow_blank=True)
    country_mined = serializers.CharField(max_length=2, required=False, allow_blank=True)
    country_processed = serializers.CharField(max_length=2, required=False, allow_blank=True)
    country_shipped_from = serializers.CharField(max_length=2, required=False, allow_blank=True)
    grade = serializers.CharField(max_length=120, required=False, allow_blank=True)
    annual_volume_kg = kilograms(required=False, allow_null=True)
    certificate_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    testing_outcome = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    shipments = ShipmentJson(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse fields that a report does not have, rather than ignore a slip of the pen."""
        if unknown := set(self.initial_data) - set(self.fields):
            raise serializers.ValidationError(dict.fromkeys(sorted(unknown), "Unknown field."))
        return attrs


class GrantJson(serializers.Serializer[Any]):
    """What opens a report to a party."""

    grantee = serializers.UUIDField(help_text="A consortium of yours, or a member of one.")
    groups = serializers.ListField(child=serializers.CharField(), allow_empty=False)
    purpose = serializers.ChoiceField(Purpose.choices)
    until = serializers.DateTimeField()


class ShareJson(serializers.Serializer[Any]):
    """One party's access to a report."""

    id = serializers.UUIDField(source="grant_id")
    party_id = serializers.UUIDField()
    party = serializers.CharField()
    groups = serializers.ListField(child=serializers.CharField())
    purpose = serializers.CharField()
    until = serializers.DateTimeField()
    by_duty = serializers.BooleanField()
    legal_basis = serializers.CharField()
    is_live = serializers.BooleanField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class CaseLineJson(serializers.Serializer[Any]):
    """A case in the queue."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.ChoiceField(CaseState.choices)
    created_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    working_days_left = serializers.IntegerField(source="left")
    report = ReportLineJson()


class CasesJson(serializers.Serializer[Any]):
    """A page of cases, newest first."""

    next = serializers.CharField(allow_null=True)
    results = CaseLineJson(many=True)


class ClockJson(serializers.Serializer[Any]):
    """Working days of a case."""

    used = serializers.IntegerField()
    total = serializers.IntegerField()
    left = serializers.IntegerField()
    due_on = serializers.DateField()
    stopped_on = serializers.DateField(allow_null=True)


class QuestionJson(serializers.Serializer[Any]):
    """A question to the firm and its answer."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class RecommendationJson(serializers.Serializer[Any]):
    """A reviewer's opinion; internal."""

    outcome = serializers.ChoiceField(Outcome.choices)
    reasons = serializers.CharField()
    made_by = serializers.CharField()
    made_at = serializers.DateTimeField()
    returned_at = serializers.DateTimeField(allow_null=True)
    returned_note = serializers.CharField()


class DecisionJson(serializers.Serializer[Any]):
    """What was settled."""

    outcome = serializers.ChoiceField(Outcome.choices)
    reasons = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField()


class CaseJson(serializers.Serializer[Any]):
    """A case as the acting organisation receives it; `recommendations` is null for the firm."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.ChoiceField(CaseState.choices)
    created_at = serializers.DateTimeField()
    administration = serializers.CharField()
    clock = ClockJson()
    report = ReportJson()
    questions = QuestionJson(many=True)
    recommendations = RecommendationJson(many=True, allow_null=True)
    decision = DecisionJson(allow_null=True)
    moves = serializers.ListField(child=serializers.CharField(), help_text="What you may do now.")


class AskJson(serializers.Serializer[Any]):
    """A question to the firm."""

    text = serializers.CharField(max_length=8000)
    due_on = serializers.DateField()


class AnswerJson(serializers.Serializer[Any]):
    """The firm's answer."""

    text = serializers.CharField(max_length=8000)


class OutcomeJson(serializers.Serializer[Any]):
    """A recommendation or a decision."""

    outcome = serializers.ChoiceField(Outcome.choices)
    reasons = serializers.CharField(max_length=8000)


class ReturnJson(serializers.Serializer[Any]):
    """Why a recommendation goes back."""

    note = serializers.CharField(max_length=8000)
