"""The public directory for programs, and the holder's choice of what stands in it."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.rest.doors import Anyone
from apps.accounts.rest.operations import Operation, idempotent
from apps.certificates import selectors, services
from apps.certificates.api.answers import detail, said
from apps.certificates.forms.directory import STATES, wanted_of
from apps.certificates.selectors.directory import ALL, CURRENT
from apps.certificates.serializers import CertificateDetailOut
from apps.certificates.serializers.directory import (
    DirectoryEntryOut,
    DirectoryLineOut,
    ListingIn,
    ListingOut,
)
from apps.certificates.states import ListingLevel
from apps.core.rest.paging import CURSOR, listed, page_of, turn

FILTERS = [
    OpenApiParameter(
        "q", str, description="Words or their beginnings; all must be found. `celik` finds `Çelik`."
    ),
    OpenApiParameter("critical_input", str, description="The code of a critical input."),
    OpenApiParameter("country", str, description="Of the holder, two letters."),
    OpenApiParameter(
        "state", str, enum=[CURRENT, *STATES, ALL], description="`current`: valid or suspended."
    ),
    OpenApiParameter("valid_at", str, description="A day (2026-05-31) within the validity."),
]


class PublicDirectory(APIView):
    """What anybody may ask of the directory, at a bounded rate."""

    permission_classes = [Anyone]
    authentication_classes = []
    throttle_scope = "verify"
    public_because = "holders chose to publish these certificates, each this much of it"


class Directory(PublicDirectory):
    """The directory of certified substitutes."""

    @extend_schema(
        operation_id="directory",
        auth=[],
        parameters=[*FILTERS, CURSOR],
        responses=page_of(DirectoryLineOut),
    )
    def get(self, request: Request) -> Response:
        """List what is published, by the names of the materials (Turkish alphabet), in cursor pages."""
        wanted = wanted_of(request.query_params)
        return listed(
            request, DirectoryLineOut, selectors.directory_page(wanted, at=timezone.now(), **turn(request))
        )


class DirectoryEntry(PublicDirectory):
    """A published certificate."""

    @extend_schema(operation_id="directory_entry", auth=[], responses=DirectoryEntryOut)
    def get(self, request: Request, number: str) -> Response:
        """Give what is published of a certificate; 404 for any other number."""
        return Response(DirectoryEntryOut(selectors.entry_of(number, at=timezone.now())).data)


class Listing(Operation):
    """What everybody may read of a certificate."""

    @extend_schema(operation_id="certificates_listing", responses=ListingOut)
    def get(self, request: Request, certificate_id: UUID) -> Response:
        """Tell what is published, and show what would be at each level. For leads of the holder."""
        row = selectors.to_be_listed(self.actor, certificate_id)
        shown = selectors.certificate_shown(self.actor, certificate_id)
        previews = {
            name: selectors.preview_of(row, level, at=self.actor.now) if "publish" in shown.moves else None
            for name, level in (("entry", ListingLevel.ENTRY), ("entry_with_results", ListingLevel.RESULTS))
        }
        return Response(ListingOut({"level": shown.listed} | previews).data)

    @extend_schema(
        operation_id="certificates_list_publicly", request=ListingIn, responses={201: CertificateDetailOut}
    )
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Publish a certificate in the directory, or change how much of it is published."""
        services.list_publicly(certificate_id=certificate_id, actor=self.actor, **said(ListingIn, request))
        return detail(self, certificate_id, status=201)

    @extend_schema(operation_id="certificates_unlist", responses={204: None})
    def delete(self, request: Request, certificate_id: UUID) -> Response:
        """Take a certificate out of the directory."""
        services.unlist(certificate_id=certificate_id, actor=self.actor)
        return Response(status=204)
