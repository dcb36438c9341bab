"""Files that a laboratory takes home: its template, its own sheets, its raw files."""

from uuid import UUID

from django.http import HttpResponse

from apps.accounts.entrance import SignedInRequest, member_page
from apps.core.errors import Missing
from apps.studies import selectors
from apps.studies.documents.csv_files import empty_sheet
from apps.studies.documents.stored_files import stored_file
from apps.studies.documents.workbook_files import XLSX, empty_workbook
from apps.studies.pages.frame import found
from apps.studies.pages.sheets import csv_answer, own_sheet
from apps.studies.projections import StudyView


@member_page()
def empty(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Give the empty sheet of my laboratory, ready to be filled in."""
    view = _own_view(request, study_id)
    return csv_answer(empty_sheet(view), f"{_name(view)}.csv")


@member_page()
def empty_as_workbook(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Give the same as a workbook."""
    view = _own_view(request, study_id)
    headers = {"Content-Disposition": f'attachment; filename="{_name(view)}.xlsx"'}
    return HttpResponse(empty_workbook(view), content_type=XLSX, headers=headers)


@member_page()
def sheet_file(request: SignedInRequest, study_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Give one of my sheets back, byte by byte as it came."""
    own_sheet(request, study_id, sheet_id)
    return stored_file(*selectors.sheet_file(request.actor, sheet_id))


@member_page()
def raw_file(request: SignedInRequest, study_id: UUID, sheet_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Give a raw file back."""
    own_sheet(request, study_id, sheet_id)
    return stored_file(*selectors.raw_file(request.actor, sheet_id, attachment_id))


def _own_view(request: SignedInRequest, study_id: UUID) -> StudyView:
    _study, context = found(request, study_id, "results")
    view: StudyView = context["study"]
    if view.own is None:
        raise Missing("")
    return view


def _name(view: StudyView) -> str:
    return f"{view.reference}-{view.own.code}" if view.own else view.reference
