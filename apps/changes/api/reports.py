"""Reports through the API: the same services and projections as the pages."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.changes import selectors, services
from apps.changes.api.reading import A_PAGE, asked, next_address, place, said
from apps.changes.models import Report
from apps.changes.selectors import ReportFilters
from apps.changes.serializers import CaseJson, ChangeJson, DraftJson, FiltersJson, ReportJson, ReportsJson
from apps.changes.states import ReportState
from apps.core.actor import Actor

FILLED = {
    "country_mined": "GN",
    "country_processed": "NO",
    "country_shipped_from": "NL",
    "current_supplier": "Faraway Smelting",
    "new_supplier": "Northern Light Metals",
    "grade": "EN AW-2024",
    "annual_volume_kg": "120000.000",
    "shipments": [{"ships_on": "2026-12-01", "mass_kg": "10000.000"}],
}


def shown(actor: Actor, report: Report) -> dict[str, Any]:
    """Give a report as the actor receives it, after the actor changed it."""
    view = selectors.view_of(actor, selectors.report_for(actor, report.pk))
    return dict(ReportJson(view).data)


class Reports(Operation):
    """Reports of supplier changes."""

    @extend_schema(
        operation_id="reports_list",
        parameters=[
            OpenApiParameter("cursor", str, description="From `next` of the page before."),
            OpenApiParameter("critical_input", str, description="Code of an input."),
            OpenApiParameter("state", str, enum=ReportState.values),
            OpenApiParameter(
                "country_mined", str, description="ISO code; searched only where the origin is open to you."
            ),
        ],
        responses=ReportsJson,
    )
    def get(self, request: Request) -> Response:
        """List the reports your organisation owns or was shown, newest first."""
        filters = ReportFilters(**asked(FiltersJson, request))
        page = selectors.reports_page(self.actor, filters, before=place(request), most=A_PAGE)
        body = {"next": next_address(request, page.next_token), "results": page.rows}
        return Response(ReportsJson(body).data)

    @extend_schema(
        operation_id="reports_create",
        request=DraftJson,
        responses={201: ReportJson},
        examples=[
            OpenApiExample(
                "Begin",
                value={"critical_input": "aluminium", "reason": "The mine closes."},
                request_only=True,
            )
        ],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Begin a report; it takes its reference now."""
        report = services.draft_report(actor=self.actor, **said(DraftJson, request))
        return Response(shown(self.actor, report), status=status.HTTP_201_CREATED)


class ReportDetail(Operation):
    """One report."""

    @extend_schema(operation_id="reports_read", responses=ReportJson)
    def get(self, request: Request, report_id: UUID) -> Response:
        """Give a report as it is open to you; its owner sees that you read it."""
        view = services.read_report(actor=self.actor, report_id=report_id, channel="API")
        return Response(ReportJson(view).data)

    @extend_schema(
        operation_id="reports_change",
        request=ChangeJson,
        responses=ReportJson,
        examples=[OpenApiExample("Origin, volumes and schedule", value=FILLED, request_only=True)],
    )
    def patch(self, request: Request, report_id: UUID) -> Response:
        """Write some standard fields of a draft."""
        values = said(ChangeJson, request)
        if "shipments" in values:
            values["shipments"] = [(line["ships_on"], line["mass_kg"]) for line in values["shipments"]]
        report = services.change_report(actor=self.actor, report_id=report_id, values=values)
        return Response(shown(self.actor, report))


class Submission(Operation):
    """Sending a report."""

    @extend_schema(operation_id="reports_submit", request=None, responses={201: CaseJson})
    @idempotent
    def post(self, request: Request, report_id: UUID) -> Response:
        """Send a complete report: a case is opened at the administration."""
        case = services.submit_report(actor=self.actor, report_id=report_id)
        found = selectors.case_for(self.actor, case.pk)
        return Response(CaseJson(selectors.case_view(self.actor, found)).data, status=status.HTTP_201_CREATED)
