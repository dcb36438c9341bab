"""Who coordinates a study."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.studies import selectors, services
from apps.studies.serializers.coordinating import CoordinatorIn, CoordinatorsOut


class Coordinators(Operation):
    """The people of the convener who may coordinate a study."""

    @extend_schema(operation_id="studies_coordinators", responses=CoordinatorsOut)
    def get(self, request: Request, study_id: UUID) -> Response:
        """List them to who leads the convening organisation, and say who coordinates now; to others none."""
        study = selectors.study_for(self.actor, study_id)
        return Response(CoordinatorsOut({"people": selectors.planners_of(self.actor, study)}).data)

    @extend_schema(
        operation_id="studies_name_coordinator",
        request=CoordinatorIn,
        responses={201: CoordinatorsOut},
    )
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Name another coordinator, instead of who coordinated so far."""
        said = CoordinatorIn(data=request.data)
        said.is_valid(raise_exception=True)
        study = services.name_coordinator(study_id=study_id, actor=self.actor, **said.validated_data)
        return Response(
            CoordinatorsOut({"people": selectors.planners_of(self.actor, study)}).data, status=201
        )
