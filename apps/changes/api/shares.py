"""Who sees a report, through the API."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.changes import selectors, services
from apps.changes.api.reading import said
from apps.changes.serializers import GrantJson, ShareJson
from apps.core.errors import Missing
from apps.core.rest.paging import CURSOR, listed, page_of, turn

OFFER = {
    "grantee": "0b6f2d3e-1111-4222-8333-444455556666",
    "groups": ["origin", "grade"],
    "purpose": "qualification",
    "until": "2027-06-30T21:59:59Z",
}


class Shares(Operation):
    """The grants of a report."""

    @extend_schema(operation_id="shares_list", parameters=[CURSOR], responses=page_of(ShareJson))
    def get(self, request: Request, report_id: UUID) -> Response:
        """List who sees or saw what of your report, newest first; of another's it is not found."""
        report = selectors.report_for(self.actor, report_id)
        if report.owner_id != self.actor.organisation_id:
            raise Missing("")
        return listed(request, ShareJson, selectors.shares_page(self.actor, report, **turn(request)))

    @extend_schema(
        operation_id="shares_create",
        request=GrantJson,
        responses={201: ShareJson},
        examples=[OpenApiExample("To a consortium", value=OFFER, request_only=True)],
    )
    @idempotent
    def post(self, request: Request, report_id: UUID) -> Response:
        """Open field groups of your report to a party, until a day."""
        offer = said(GrantJson, request)
        offer["grantee_id"] = offer.pop("grantee")
        grant = services.share_report(actor=self.actor, report_id=report_id, **offer)
        report = selectors.report_for(self.actor, report_id)
        line = selectors.share_of(self.actor, report, grant.pk)
        return Response(ShareJson(line).data, status=status.HTTP_201_CREATED)


class Revocation(Operation):
    """Closing a grant."""

    @extend_schema(operation_id="shares_revoke", request=None, responses={204: None})
    @idempotent
    def post(self, request: Request, report_id: UUID, grant_id: UUID) -> Response:
        """Close a grant at once."""
        services.close_share(actor=self.actor, report_id=report_id, grant_id=grant_id)
        return Response(status=status.HTTP_204_NO_CONTENT)
