"""The scores of one's own laboratory."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation
from apps.studies import selectors
from apps.studies.serializers import OwnScoresOut


class OwnScores(Operation):
    """My laboratory's scores."""

    @extend_schema(operation_id="studies_scores", responses=OwnScoresOut)
    def get(self, request: Request, study_id: UUID) -> Response:
        """Give z, z', zeta and En of my laboratory; 404 if it is not enrolled, 409 before the study closes."""
        study = selectors.study_for(self.actor, study_id)
        return Response(OwnScoresOut(selectors.own_scores(self.actor, study)).data)
