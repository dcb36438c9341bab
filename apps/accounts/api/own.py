"""The API of one's own account."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import services
from apps.accounts.rest.operations import Operation, idempotent


class MeOut(serializers.Serializer[Any]):
    """Who asks, and for whom."""

    person_name = serializers.CharField()
    organisation_id = serializers.UUIDField()
    organisation_name = serializers.CharField()
    organisation_kind = serializers.CharField()
    role = serializers.CharField()
    capabilities = serializers.ListField(child=serializers.CharField())


class KeyIn(serializers.Serializer[Any]):
    """A key to make."""

    label = serializers.CharField(max_length=80)  # type: ignore[assignment]  # DRF has an attribute of the name


class KeyOut(serializers.Serializer[Any]):
    """A new key, shown once."""

    key = serializers.CharField(allow_null=True)


class Me(Operation):
    """The actor of this session or key."""

    @extend_schema(operation_id="me", responses=MeOut)
    def get(self, request: Request) -> Response:
        """Say who I am and for whom I act."""
        said = {name: getattr(self.actor, str(name)) for name in MeOut().fields}  # a session's actor is lazy
        return Response(MeOut(said | {"capabilities": sorted(self.actor.capabilities)}).data)


class Keys(Operation):
    """My API keys."""

    @extend_schema(operation_id="keys_make", request=KeyIn, responses={201: KeyOut})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make an API key for the organisation I act for; it is shown this once, a repeat answers null."""
        said = KeyIn(data=request.data)
        said.is_valid(raise_exception=True)
        key = services.make_api_key(actor=self.actor, label=said.validated_data["label"])
        response = Response({"key": key}, status=201)
        response.remember_as = {"key": None}  # type: ignore[attr-defined]  # read by `idempotent`
        return response
