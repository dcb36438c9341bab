"""Lists: reports for firms and industry bodies, the queue for the administration."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import APPROVE, OBSERVE, REPORT, REVIEW
from apps.changes import documents, selectors, services
from apps.changes.forms import FiltersForm
from apps.changes.pages.rows import case_pill, report_pill
from apps.changes.selectors import ReportFilters
from apps.changes.states import CaseState
from apps.core.paging import Place

REPORTS_A_PAGE = 25


@member_page()
def reports(request: SignedInRequest) -> HttpResponse:
    """List the reports my organisation owns or was shown, newest first."""
    form, filters = _filters(request)
    before = Place.read(request.GET.get("before", ""))
    page = selectors.reports_page(request.actor, filters, before=before, most=REPORTS_A_PAGE)
    context = {
        "rows": [{"line": line, "pill": report_pill(line)} for line in page.rows],
        "form": form,
        "filtered": filters.any,
        "next_url": _next(request, page.next_token),
        "csv_query": urlencode(_kept(request)),
        "may_report": request.actor.may(REPORT),
        "observes": request.actor.may(OBSERVE),
    }
    return render(request, "changes/list.html", context)


@member_page()
def reports_csv(request: SignedInRequest) -> HttpResponse:
    """Give the same list as a file; every read of another's report is noted for its owner."""
    _form, filters = _filters(request)
    views = services.read_reports(actor=request.actor, filters=filters, channel="CSV")
    response = HttpResponse(documents.reports_csv(views), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="supplier-changes.csv"'
    return response


@member_page(REVIEW, APPROVE)
def cases(request: SignedInRequest) -> HttpResponse:
    """Show the administration's queue."""
    state, mine = request.GET.get("state", ""), request.GET.get("mine", "") == "1"
    page = selectors.cases_page(
        request.actor,
        state=state if state in CaseState.values else "",
        mine=mine,
        before=Place.read(request.GET.get("before", "")),
        most=REPORTS_A_PAGE,
    )
    context = {
        "rows": [{"line": line, "pill": case_pill(line.state)} for line in page.rows],
        "states": CaseState.choices,
        "state": state,
        "mine": mine,
        "next_url": _next(request, page.next_token),
    }
    return render(request, "changes/cases.html", context)


def _filters(request: HttpRequest) -> tuple[FiltersForm, ReportFilters]:
    """Read the filters; a value that does not exist narrows nothing."""
    form = FiltersForm(request.GET)
    form.is_valid()
    names = ("critical_input", "state", "country_mined")
    return form, ReportFilters(**{name: form.cleaned_data.get(name, "") for name in names})


def _kept(request: HttpRequest) -> dict[str, str]:
    names = ("critical_input", "state", "country_mined", "mine")
    return {name: value for name in names if (value := request.GET.get(name, ""))}


def _next(request: HttpRequest, token: str) -> str:
    return f"?{urlencode(_kept(request) | {'before': token})}" if token else ""
