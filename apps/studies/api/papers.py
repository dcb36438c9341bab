"""The report of a closed study as a PDF: ordered, followed, fetched."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import OneKind, Operation, idempotent
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.studies import selectors, services
from apps.studies.serializers.papers import PaperIn, PaperOut

ENGLISH = OpenApiExample("In English", request_only=True, value={"language": "en"})


class Papers(Operation):
    """The papers of a study's report."""

    @extend_schema(operation_id="studies_papers", parameters=[CURSOR], responses=page_of(PaperOut))
    def get(self, request: Request, study_id: UUID) -> Response:
        """List papers and how far each is, newest first, in cursor pages; 409 before the study closes."""
        study = selectors.study_for(self.actor, study_id)
        return listed(request, PaperOut, selectors.papers_of(study, **turn(request)))

    @extend_schema(
        operation_id="studies_order_paper", request=PaperIn, responses={201: PaperOut}, examples=[ENGLISH]
    )
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Have the report made in a language; one that is made or under way is given as it is."""
        said = PaperIn(data=request.data)
        said.is_valid(raise_exception=True)
        made = services.order_paper(study_id=study_id, actor=self.actor, **said.validated_data)
        papers = selectors.papers_of(selectors.study_for(self.actor, study_id))
        return Response(PaperOut(next(one for one in papers.rows if one.id == made.pk)).data, status=201)


class PaperFile(OneKind, Operation):
    """The file of a paper."""

    @extend_schema(
        operation_id="studies_paper_file", responses={(200, "application/pdf"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, study_id: UUID, paper_id: int) -> HttpResponse:
        """Give the PDF exactly as it was made."""
        study = selectors.study_for(self.actor, study_id)
        name, content = selectors.paper_file(study, paper_id)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
