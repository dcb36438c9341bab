"""The API of supply: reference data, the same for everyone who is signed in."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation
from apps.core.errors import Missing
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.supply import selectors
from apps.supply.serializers import CountryJson, InputDetailJson, InputJson

GALLIUM = {
    "code": "gallium",
    "name": "Gallium",
    "hs6": "811292",
    "stage": "Primary production",
    "year": 2025,
    "edition": 2026,
    "unit": "kg",
    "top": {
        "country": {"code": "CN", "name": "China"},
        "amount": "900000.000",
        "share": "0.990099",
        "estimated": True,
    },
    "hhi": 9804,
    "hhi_upper": 9804,
}


class Inputs(Operation):
    """Critical inputs."""

    @extend_schema(
        operation_id="inputs_list",
        parameters=[CURSOR],
        responses=page_of(InputJson),
        examples=[OpenApiExample("Gallium", value={"next": None, "results": [GALLIUM]}, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """List the critical inputs with the largest producer of each, by code."""
        return listed(request, InputJson, selectors.concentrations_page(**turn(request)))


class Input(Operation):
    """One critical input."""

    @extend_schema(
        operation_id="inputs_read",
        parameters=[OpenApiParameter("year", int, description="Default: the newest with figures.")],
        responses=InputDetailJson,
    )
    def get(self, request: Request, code: str) -> Response:
        """Give the production of one critical input by country."""
        text = request.query_params.get("year", "")
        if text and not (text.isascii() and text.isdigit()):
            raise Missing("")
        found = selectors.concentration_of(code, year=int(text) if text else None)
        return Response(InputDetailJson(found).data)


class Countries(Operation):
    """Countries."""

    @extend_schema(operation_id="countries_list", parameters=[CURSOR], responses=page_of(CountryJson))
    def get(self, request: Request) -> Response:
        """List the countries that standard fields may name, by code."""
        return listed(request, CountryJson, selectors.countries_page(**turn(request)))
