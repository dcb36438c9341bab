"""The catalogue of materials, for planning studies."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.materials import selectors, services
from apps.studies.serializers import MaterialIn, MaterialOut


class Materials(Operation):
    """The materials I may know of."""

    @extend_schema(operation_id="materials_list", parameters=[CURSOR], responses=page_of(MaterialOut))
    def get(self, request: Request) -> Response:
        """List materials by name."""
        return listed(request, MaterialOut, selectors.materials_page(self.actor, **turn(request)))

    @extend_schema(operation_id="materials_add", request=MaterialIn, responses={201: MaterialOut})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a material to the catalogue of my organisation or of one of my consortia."""
        said = MaterialIn(data=request.data)
        said.is_valid(raise_exception=True)
        return Response(
            MaterialOut(services.add_material(**said.validated_data, actor=self.actor)).data, status=201
        )
