"""The protocol: characteristics, amendments, versions, and how many laboratories it needs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import OneKind, Operation, idempotent
from apps.core.paging import Keyset, Page
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.studies import selectors, services
from apps.studies.api.studies import shown
from apps.studies.rules.characteristics import Described
from apps.studies.rules.power import Guess
from apps.studies.serializers import (
    AmendmentIn,
    CharacteristicIn,
    GuessIn,
    PowerOut,
    StudyOut,
    VersionOut,
)

IRON = OpenApiExample(
    "Iron",
    request_only=True,
    value={
        "code": "Fe",
        "name_en": "Iron",
        "name_tr": "Demir",
        "unit": "% (m/m)",
        "method": "ISO 11885:2007",
        "upper": "0.30",
        "direction": "target",
        "margin_kind": "absolute",
        "margin_low": "0.02",
        "margin_high": "0.02",
    },
)
LATER = OpenApiExample(
    "A later day, another limit",
    request_only=True,
    value={
        "reason": "The samples were held up at the border; the standard was revised.",
        "results_due_on": "2027-01-31",
        "characteristics": [{"code": "Fe", "upper": "0.35"}],
        "invalidates": [],
    },
)


class Characteristics(Operation):
    """The characteristics of a planned study."""

    @extend_schema(
        operation_id="studies_add_characteristic",
        request=CharacteristicIn,
        responses={201: StudyOut},
        examples=[IRON],
    )
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Write a characteristic into the protocol."""
        said = CharacteristicIn(data=request.data)
        said.is_valid(raise_exception=True)
        services.add_characteristic(study_id=study_id, **said.validated_data, actor=self.actor)
        return shown(self, study_id, status=201)


class OneCharacteristic(Operation):
    """A characteristic of a planned study."""

    @extend_schema(
        operation_id="studies_change_characteristic",
        request=CharacteristicIn(partial=True),
        responses=StudyOut,
    )
    def patch(self, request: Request, study_id: UUID, code: str) -> Response:
        """Change a characteristic; what is not named stays as it is, null takes a limit or margin away."""
        said = CharacteristicIn(data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        services.change_characteristic(
            study_id=study_id, code=code, changes=said.validated_data, actor=self.actor
        )
        return shown(self, study_id)

    @extend_schema(operation_id="studies_remove_characteristic", responses={204: None})
    def delete(self, request: Request, study_id: UUID, code: str) -> Response:
        """Take a characteristic out of the protocol."""
        services.remove_characteristic(study_id=study_id, code=code, actor=self.actor)
        return Response(status=204)


class Amendments(Operation):
    """Amendments of the protocol of an open study."""

    @extend_schema(
        operation_id="studies_amend", request=AmendmentIn, responses={201: VersionOut}, examples=[LATER]
    )
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Amend the protocol: it is locked as its next version, with the reason and what it invalidates.

        After the first result of any laboratory only days, laboratories wanted, more replicates, methods and
        limits can change; the rest is refused with 409, which does not tell whose results there are.
        """
        said = AmendmentIn(data=request.data)
        said.is_valid(raise_exception=True)
        version = services.amend(study_id=study_id, actor=self.actor, **_asked(said.validated_data))
        study = selectors.study_for(self.actor, study_id)
        (view,) = selectors.version_views(self.actor, study, [version])
        return Response(VersionOut(view).data, status=201)


def _asked(said: dict[str, Any]) -> dict[str, Any]:
    """Sort an amendment into what the service asks for: the study's own fields are its changes."""
    named = {name: said.pop(name) for name in ("reason", "removed", "invalidates")}
    characteristics = {one.pop("code"): one for one in said.pop("characteristics")}
    added = [Described(**one) for one in said.pop("added")]
    return {**named, "characteristics": characteristics, "added": added, "changes": said}


IN_ORDER = Keyset("-number", "-id")


class Versions(Operation):
    """The locked versions of a protocol."""

    @extend_schema(
        operation_id="studies_protocol_versions", parameters=[CURSOR], responses=page_of(VersionOut)
    )
    def get(self, request: Request, study_id: UUID) -> Response:
        """List versions with hash, reason and what each changed, newest first, in cursor pages."""
        study = selectors.study_for(self.actor, study_id)
        page = IN_ORDER.page(selectors.versions_of(study), **turn(request))
        views = selectors.version_views(self.actor, study, page.rows)
        return listed(request, VersionOut, Page(views, page.next_token))


class PlannedPower(Operation):
    """How many laboratories the plan needs."""

    @extend_schema(operation_id="studies_power", parameters=[GuessIn], responses=PowerOut)
    def get(self, request: Request, study_id: UUID) -> Response:
        """Give the chance to show equivalence at the margins of a characteristic, if the materials are the same."""
        study = selectors.study_for(self.actor, study_id)
        said = GuessIn(data=request.query_params)
        said.is_valid(raise_exception=True)
        asked = dict(said.validated_data)
        guess = Guess(s_r=asked.pop("s_r"), s_lab_material=asked.pop("s_lab_material"))
        power = selectors.power_of_plan(study, asked.pop("characteristic"), guess, **asked)
        return Response(PowerOut(power).data)


class ProtocolFile(OneKind, Operation):
    """The protocol of a closed study as it was locked."""

    @extend_schema(
        operation_id="studies_protocol_file", responses={(200, "application/json"): OpenApiTypes.OBJECT}
    )
    def get(self, request: Request, study_id: UUID) -> HttpResponse:
        """Give the canonical JSON (RFC 8785), salt included, of which `protocol_sha256` is the SHA-256.

        409 before the study closes.
        """
        study = selectors.study_for(self.actor, study_id)
        return HttpResponse(selectors.protocol_file(study), content_type="application/json")
