"""The API of certificates sent by mail, for their holder."""

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.certificates import selectors, services
from apps.certificates.api.answers import said
from apps.certificates.projections.letters import letter_shown
from apps.certificates.serializers.letters import LetterIn, LetterOut, LetterPage


class Letters(Operation):
    """The letters of a certificate: who sent it to whom, when, and what became of it."""

    @extend_schema(
        operation_id="certificates_letters",
        parameters=[OpenApiParameter("cursor", str, description="From `next` of the page before.")],
        responses=LetterPage,
    )
    def get(self, request: Request, certificate_id: UUID) -> Response:
        """List the letters of a certificate that my organisation holds, newest first."""
        cursor = request.query_params.get("cursor", "")
        page = selectors.letters_page(self.actor, certificate_id, cursor=cursor, most=50)
        address = request.build_absolute_uri(reverse("api-certificate-letters", args=[certificate_id]))
        following = f"{address}?cursor={page.next_token}" if page.next_token else None
        return Response({"next": following, "results": LetterOut(page.rows, many=True).data})

    @extend_schema(operation_id="certificates_send", request=LetterIn, responses={201: LetterOut})
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Send a valid certificate of mine by mail: the sealed file, and the address of the public check."""
        letter = services.send_certificate(
            certificate_id=certificate_id, actor=self.actor, **said(LetterIn, request)
        )
        names = {self.actor.pseudonym: self.actor.person_name}
        return Response(LetterOut(letter_shown(letter, names)).data, status=201)
