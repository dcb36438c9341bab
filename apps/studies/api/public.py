"""The public part of concluded studies; no key is asked for."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.rest.doors import Anyone
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.studies import selectors
from apps.studies.serializers.public import PublicLineOut, PublicStudyOut


class Public(APIView):
    """What anybody may ask, at a bounded rate."""

    permission_classes = [Anyone]
    authentication_classes = []
    throttle_scope = "verify"
    public_because = "a consortium agreed to publish this much of its concluded studies"


class PublicStudies(Public):
    """The concluded studies of which something is published."""

    @extend_schema(
        operation_id="public_studies", auth=[], parameters=[CURSOR], responses=page_of(PublicLineOut)
    )
    def get(self, request: Request) -> Response:
        """List them, newest first, in cursor pages."""
        return listed(request, PublicLineOut, selectors.public_studies(**turn(request)))


class PublicStudy(Public):
    """A concluded study."""

    @extend_schema(operation_id="public_study", auth=[], responses=PublicStudyOut)
    def get(self, request: Request, reference: str) -> Response:
        """Give what is published of a study; 404 if it is not concluded, or publishes nothing."""
        return Response(PublicStudyOut(selectors.public_study(reference)).data)
