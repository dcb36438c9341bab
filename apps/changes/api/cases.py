"""Cases through the API: the administration's work and the firm's answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.changes import selectors, services
from apps.changes.api.reading import A_PAGE, asked, next_address, place, said
from apps.changes.serializers import (
    AnswerJson,
    AskJson,
    CaseJson,
    CasesJson,
    OutcomeJson,
    QueueJson,
    ReturnJson,
)
from apps.changes.states import CaseState


class Cases(Operation):
    """Cases."""

    @extend_schema(
        operation_id="cases_list",
        parameters=[
            OpenApiParameter("cursor", str, description="From `next` of the page before."),
            OpenApiParameter("state", str, enum=CaseState.values),
            OpenApiParameter("mine", bool, description="Only those that wait for you."),
        ],
        responses=CasesJson,
    )
    def get(self, request: Request) -> Response:
        """List the cases of your administration, or about your firm's reports, newest first."""
        page = selectors.cases_page(
            self.actor, **asked(QueueJson, request), before=place(request), most=A_PAGE
        )
        body = {"next": next_address(request, page.next_token), "results": page.rows}
        return Response(CasesJson(body).data)


class CaseDetail(Operation):
    """One case."""

    @extend_schema(operation_id="cases_read", responses=CaseJson)
    def get(self, request: Request, case_id: UUID) -> Response:
        """Give a case as it is open to you."""
        return Response(CaseJson(services.read_case(actor=self.actor, case_id=case_id, channel="API")).data)


class CaseMove(Operation):
    """What the moves of a case share: do it, then show the case."""

    def done(self, do: Callable[..., Any], case_id: UUID, values: dict[str, Any]) -> Response:
        """Make a move and answer with the case as the actor receives it now."""
        do(actor=self.actor, case_id=case_id, **values)
        found = selectors.case_for(self.actor, case_id)
        return Response(CaseJson(selectors.case_view(self.actor, found)).data, status=status.HTTP_201_CREATED)


class Ask(CaseMove):
    """Questions."""

    @extend_schema(operation_id="cases_ask", request=AskJson, responses={201: CaseJson})
    @idempotent
    def post(self, request: Request, case_id: UUID) -> Response:
        """Ask the firm a question; the clock stands still."""
        return self.done(services.ask, case_id, said(AskJson, request))


class Answer(CaseMove):
    """Answers."""

    @extend_schema(operation_id="cases_answer", request=AnswerJson, responses={201: CaseJson})
    @idempotent
    def post(self, request: Request, case_id: UUID) -> Response:
        """Answer the open question for the firm."""
        return self.done(services.answer, case_id, said(AnswerJson, request))


class Recommend(CaseMove):
    """Recommendations."""

    @extend_schema(operation_id="cases_recommend", request=OutcomeJson, responses={201: CaseJson})
    @idempotent
    def post(self, request: Request, case_id: UUID) -> Response:
        """Recommend an outcome to the second signature."""
        return self.done(services.recommend, case_id, said(OutcomeJson, request))


class SendBack(CaseMove):
    """Returned recommendations."""

    @extend_schema(operation_id="cases_return", request=ReturnJson, responses={201: CaseJson})
    @idempotent
    def post(self, request: Request, case_id: UUID) -> Response:
        """Send the recommendation back to the reviewers."""
        return self.done(services.send_back, case_id, said(ReturnJson, request))


class Decide(CaseMove):
    """Decisions."""

    @extend_schema(operation_id="cases_decide", request=OutcomeJson, responses={201: CaseJson})
    @idempotent
    def post(self, request: Request, case_id: UUID) -> Response:
        """Decide by the second signature; not by the person who recommended."""
        return self.done(services.decide, case_id, said(OutcomeJson, request))
