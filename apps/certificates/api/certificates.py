"""The API of certificates: asked for, evaluated, decided, read."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import OneKind, Operation, idempotent
from apps.certificates import selectors, services
from apps.certificates.api.answers import detail, said
from apps.certificates.documents import archive
from apps.certificates.serializers import (
    CertificateDetailOut,
    CertificateOut,
    CertificatePage,
    DecisionIn,
    EvaluationIn,
    RequestIn,
)
from apps.core.errors import Conflict, Missing
from apps.core.paging import place_of


class Certificates(Operation):
    """The certificates of my organisation, as holder or body."""

    @extend_schema(
        operation_id="certificates_list",
        parameters=[OpenApiParameter("cursor", str, description="From `next` of the page before.")],
        responses=CertificatePage,
    )
    def get(self, request: Request) -> Response:
        """List my organisation's certificates, newest first."""
        cursor = request.query_params.get("cursor", "")
        page = selectors.certificates_of(self.actor, before=place_of(cursor), most=50)
        address = request.build_absolute_uri(reverse("api-certificates"))
        following = f"{address}?cursor={page.next_token}" if page.next_token else None
        return Response({"next": following, "results": CertificateOut(page.rows, many=True).data})

    @extend_schema(
        operation_id="certificates_request", request=RequestIn, responses={201: CertificateDetailOut}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask a certification body to certify a candidate of a closed study."""
        made = services.request_certification(actor=self.actor, **said(RequestIn, request))
        return detail(self, made.pk, status=201)


class Certificate(Operation):
    """One certificate."""

    @extend_schema(operation_id="certificates_read", responses=CertificateDetailOut)
    def get(self, request: Request, certificate_id: UUID) -> Response:
        """Give a certificate with its frozen facts and what I may do now."""
        return detail(self, certificate_id)


class Evaluation(Operation):
    """The evaluation of a certification."""

    @extend_schema(
        operation_id="certificates_evaluate", request=EvaluationIn, responses={201: CertificateDetailOut}
    )
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Write down the body's evaluation."""
        services.evaluate(certificate_id=certificate_id, actor=self.actor, **said(EvaluationIn, request))
        return detail(self, certificate_id, status=201)


class Decision(Operation):
    """The decision on a certification."""

    @extend_schema(
        operation_id="certificates_decide", request=DecisionIn, responses={201: CertificateDetailOut}
    )
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Approve (a worker then makes the PDF) or refuse; by another person than the evaluator."""
        answer = said(DecisionIn, request)
        decision: dict[str, Any] = {
            "certificate_id": certificate_id,
            "actor": self.actor,
            "reasons": answer["reasons"],
        }
        if answer["outcome"] == "approve":
            services.approve(**decision, months=answer["months"])
        else:
            services.refuse(**decision)
        return detail(self, certificate_id, status=201)


class Pdf(OneKind, Operation):
    """The file of a certificate."""

    @extend_schema(operation_id="certificates_pdf", responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, certificate_id: UUID) -> HttpResponse:
        """Give the PDF exactly as it was issued."""
        row = selectors.certificate_for(self.actor, certificate_id)
        if not row.pdf_sha256:
            raise Missing("")
        if (content := archive.read(row)) is None:
            raise Conflict(archive.lost())
        headers = {"Content-Disposition": f'attachment; filename="{row.number}.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
