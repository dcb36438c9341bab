"""Raw files beside the sheets of my laboratory."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.core.paging import Keyset, Page
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.studies import selectors, services
from apps.studies.api.sheets import Uploading, own_sheet, uploaded
from apps.studies.documents.stored_files import stored_file
from apps.studies.projections.sheets import attached_file
from apps.studies.serializers import RawFileIn, RawFileOut

AS_THEY_CAME = Keyset("attached_at", "id")


class RawFiles(Uploading):
    """The raw files beside a sheet of my laboratory."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="raw_files_list", parameters=[CURSOR], responses=page_of(RawFileOut))
    def get(self, request: Request, study_id: UUID, sheet_id: UUID) -> Response:
        """List them in the order in which they came."""
        own_sheet(self.actor, study_id, sheet_id)
        page = AS_THEY_CAME.page(selectors.attachments(self.actor, sheet_id), **turn(request))
        return listed(request, RawFileOut, Page(list(map(attached_file, page.rows)), page.next_token))

    @extend_schema(
        operation_id="raw_files_attach",
        request={"multipart/form-data": RawFileIn},
        responses={201: RawFileOut},
    )
    @idempotent
    def post(self, request: Request, study_id: UUID, sheet_id: UUID) -> Response:
        """Attach a file to a draft; 409 to what was handed in."""
        own_sheet(self.actor, study_id, sheet_id)
        name, content, _said = uploaded(request, RawFileIn)
        kept = services.attach_file(sheet_id=sheet_id, file_name=name, content=content, actor=self.actor)
        return Response(RawFileOut(attached_file(kept)).data, status=201)


class OneRawFile(Operation):
    """A raw file beside a sheet of my laboratory."""

    @extend_schema(
        operation_id="raw_files_read", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, study_id: UUID, sheet_id: UUID, attachment_id: UUID) -> HttpResponse:
        """Give the file."""
        own_sheet(self.actor, study_id, sheet_id)
        return stored_file(*selectors.raw_file(self.actor, sheet_id, attachment_id))

    @extend_schema(operation_id="raw_files_detach", responses={204: None})
    def delete(self, request: Request, study_id: UUID, sheet_id: UUID, attachment_id: UUID) -> Response:
        """Take the file away from a draft."""
        own_sheet(self.actor, study_id, sheet_id)
        services.detach_file(sheet_id=sheet_id, attachment_id=attachment_id, actor=self.actor)
        return Response(status=204)
