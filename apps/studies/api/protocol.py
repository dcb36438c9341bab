"""The protocol of a closed study, to be checked against its hash."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from apps.accounts.rest.operations import Operation
from apps.studies import selectors


class ProtocolFile(Operation):
    """The protocol of a closed study as it was locked."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002 - DRF's
        """Accept whatever is asked for: the file has one kind, and problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="studies_protocol", responses={(200, "application/json"): OpenApiTypes.OBJECT}
    )
    def get(self, request: Request, study_id: UUID) -> HttpResponse:
        """Give the canonical JSON (RFC 8785), salt included, of which `protocol_sha256` is the SHA-256.

        409 before the study closes.
        """
        study = selectors.study_for(self.actor, study_id)
        return HttpResponse(selectors.protocol_file(study), content_type="application/json")
