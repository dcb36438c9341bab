"""The API of approving many certificates at once, for those who decide."""

from uuid import UUID

from django.http import StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import OneKind, Operation, idempotent
from apps.certificates import selectors, services
from apps.certificates.api.answers import said
from apps.certificates.documents.bundle import answer
from apps.certificates.serializers.batches import BatchDetailOut, BatchIn, BatchOut, BatchPage


class Batches(Operation):
    """Orders to approve several certificates."""

    @extend_schema(
        operation_id="certificates_batches",
        parameters=[OpenApiParameter("cursor", str, description="From `next` of the page before.")],
        responses=BatchPage,
    )
    def get(self, request: Request) -> Response:
        """List the batches of my organisation, newest first."""
        page = selectors.batches_page(self.actor, cursor=request.query_params.get("cursor", ""))
        address = request.build_absolute_uri(reverse("api-batches"))
        following = f"{address}?cursor={page.next_token}" if page.next_token else None
        return Response({"next": following, "results": BatchOut(page.rows, many=True).data})

    @extend_schema(
        operation_id="certificates_approve_batch", request=BatchIn, responses={201: BatchDetailOut}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Approve several certificates; each is judged as if it were the only one; lines say what came of it."""
        batch = services.order_batch(actor=self.actor, **said(BatchIn, request))
        return Response(BatchDetailOut(selectors.batch_for(self.actor, batch.pk)).data, status=201)


class Batch(Operation):
    """One batch."""

    @extend_schema(operation_id="certificates_batch", responses=BatchDetailOut)
    def get(self, request: Request, batch_id: UUID) -> Response:
        """Give a batch, and where each of its certificates stands."""
        return Response(BatchDetailOut(selectors.batch_for(self.actor, batch_id)).data)


class Files(OneKind, Operation):
    """The files of a batch."""

    @extend_schema(
        operation_id="certificates_batch_files",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, batch_id: UUID) -> StreamingHttpResponse:
        """Give the PDFs of a finished batch in one ZIP."""
        return answer(selectors.batch_files(self.actor, batch_id), batch_id)
