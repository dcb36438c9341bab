"""Operations for machines that verify: a certificate's credential, and the status lists."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from apps.accounts.rest.doors import Anyone
from apps.accounts.rest.operations import OneKind
from apps.certificates import selectors
from apps.certificates.documents import envelope
from apps.certificates.projections.status import FRESH_FOR

JWT = {(200, envelope.MEDIA_TYPE): OpenApiTypes.STR}


class Enveloped(OneKind):
    """Base of what is answered as vc+jwt, to anyone, also from a page of another site."""

    permission_classes = [Anyone]
    authentication_classes = []
    throttle_scope = "verify"

    def enveloped(self, credential: dict[str, Any], *, cache: str) -> HttpResponse:
        """Answer with a credential, signed."""
        headers = {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}
        signed = envelope.enveloped(credential)
        return HttpResponse(signed, content_type=envelope.MEDIA_TYPE, headers=headers)


class Credential(Enveloped):
    """The machine twin of a certificate."""

    public_because = "who has the paper, and so its fingerprint, has all that the credential says"

    @extend_schema(
        operation_id="verify_credential",
        auth=[],
        parameters=[
            OpenApiParameter("h", str, required=True, description="The fingerprint from the QR code.")
        ],
        responses=JWT,
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        """Give a certificate as a verifiable credential (vc+jwt, ES256; keys in /.well-known/did.json)."""
        fingerprint = request.query_params.get("h", "")
        said = selectors.credential(number, fingerprint, at=timezone.now())
        return self.enveloped(said, cache="no-store")


class StatusList(Enveloped):
    """The status lists that credentials name."""

    public_because = "bits at random places; only who has a credential knows which one is about it"

    @extend_schema(
        operation_id="status_list",
        auth=[],
        parameters=[OpenApiParameter("purpose", str, "path", enum=["revocation", "suspension"])],
        responses=JWT,
    )
    def get(self, request: Request, purpose: str, year: int) -> HttpResponse:
        """Give the Bitstring Status List of a purpose and year; keep it for five minutes at most."""
        said = selectors.status_list(purpose, year, at=timezone.now())
        return self.enveloped(said, cache=f"public, max-age={int(FRESH_FOR.total_seconds())}")
