"""Sheets of my laboratory, and the analysis."""

from typing import Any
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from apps.accounts.rest.operations import Operation, idempotent
from apps.core.actor import Actor
from apps.core.errors import Missing
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.core.uploads import was_too_large
from apps.studies import selectors, services
from apps.studies.projections import SheetView
from apps.studies.rules.csv_rows import written
from apps.studies.rules.protocol import check_size
from apps.studies.serializers import AnalysisOut, SheetFileIn, SheetIn, SheetOut, SubmissionIn
from apps.studies.serializers.sheets import CELLS

SHEET = OpenApiExample(
    "A sheet",
    request_only=True,
    media_type="application/json",
    value={
        "file_name": "results.csv",
        "content": "sample,characteristic,replicate,value,unit\nS-7KQ4,Fe,1,0.052,% (m/m)\n",
    },
)
ROWS = OpenApiExample(
    "Rows",
    request_only=True,
    media_type="application/json",
    value={
        "draft": True,
        "analyst": "C. Ceylan",
        "rows": [
            {
                "sample": "S-7KQ4",
                "characteristic": "Fe",
                "replicate": 1,
                "value": "0.0520",
                "unit": "% (m/m)",
                "uncertainty": "0.0020",
            },
            {
                "sample": "S-7KQ4",
                "characteristic": "Pb",
                "replicate": 1,
                "value": "<0.010",
                "unit": "% (m/m)",
            },
        ],
    },
)
ENVELOPE = 3 * 1024 * 1024
"""What JSON escapes or a form's boundaries may add to a file of the greatest length."""


class Uploading(Operation):
    """An operation that takes a file."""

    parser_classes = [JSONParser, MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask who it is before reading anything. Only the CSRF check of a session's sign-in reads the body
        itself, so that of somebody with a session is taken first.
        """
        has_session = request._request.user.is_authenticated
        if has_session:
            _take_body(request)
        super().initial(request, *args, **kwargs)
        if not has_session:
            _take_body(request)


class Sheets(Uploading):
    """The sheets of my laboratory in a study."""

    @extend_schema(operation_id="sheets_list", parameters=[CURSOR], responses=page_of(SheetOut))
    def get(self, request: Request, study_id: UUID) -> Response:
        """List the sheets my laboratory handed in, newest first."""
        study = selectors.study_for(self.actor, study_id)
        return listed(request, SheetOut, selectors.own_sheets_page(self.actor, study, **turn(request)))

    @extend_schema(
        operation_id="sheets_hand_in",
        request={"application/json": SheetIn, "multipart/form-data": SheetFileIn},
        responses={201: SheetOut},
        examples=[SHEET, ROWS],
    )
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Hand in a sheet: as JSON with `content` or `rows`, or as a form with `file` (CSV or XLSX).

        The answer's `state` says what became of it: `taken`, `draft` (if asked for), `refused` (with the
        report), or `received` when it is large and still to be read; ask for it again then.
        """
        name, content, said = _file_of(request)
        sheet = services.hand_in(
            study_id=study_id,
            file_name=name,
            content=content,
            keep_as_draft=said["draft"],
            actor=self.actor,
            **{key: said[key] for key in ("reason", "analyst", "instrument")},
        )
        return Response(SheetOut(selectors.sheet_of(self.actor, sheet.pk)).data, status=201)


def _take_body(request: Request) -> None:
    """Bound what is sent before anything reads it, then keep its bytes: sign-in by session, the remembered
    answer and the parser each read them, and Django lends the stream only once.
    """
    raw: Any = request._request
    if raw.method != "POST":
        return
    length = int(raw.META.get("CONTENT_LENGTH") or 0)
    if length > settings.UPLOAD_LIMIT_BYTES + ENVELOPE:
        check_size(length, settings.UPLOAD_LIMIT_BYTES)
    raw._body = raw.read()


def _file_of(request: Request) -> tuple[str, bytes, dict[str, Any]]:
    if request.content_type.startswith("multipart/"):
        name, content, said = uploaded(request, SheetFileIn)
        return name, content, said
    form = SheetIn(data=request.data)
    form.is_valid(raise_exception=True)
    said = form.validated_data
    if "rows" in said:
        return said["file_name"], written([CELLS, *said["rows"]]), said
    # A lone surrogate is no UTF-8; it goes on as it came and is reported like any other wrong byte.
    return said["file_name"], said["content"].encode(errors="surrogatepass"), said


def uploaded(request: Request, form: type[Serializer]) -> tuple[str, bytes, dict[str, Any]]:
    """Give name and content of a file, and what else the form says. Raises `Invalid` for one that is too large."""
    data = request.data
    if was_too_large(request._request):
        check_size(settings.UPLOAD_LIMIT_BYTES + 1, settings.UPLOAD_LIMIT_BYTES)
    said = form(data=data)
    said.is_valid(raise_exception=True)
    file = said.validated_data["file"]
    return file.name, file.read(), said.validated_data


class OneSheet(Operation):
    """A sheet of my laboratory."""

    @extend_schema(operation_id="sheets_read", responses=SheetOut)
    def get(self, request: Request, study_id: UUID, sheet_id: UUID) -> Response:
        """Give a sheet with its report."""
        return Response(SheetOut(own_sheet(self.actor, study_id, sheet_id)).data)

    @extend_schema(operation_id="sheets_discard", responses={204: None})
    def delete(self, request: Request, study_id: UUID, sheet_id: UUID) -> Response:
        """Discard a draft; what was handed in stays."""
        own_sheet(self.actor, study_id, sheet_id)
        services.discard_draft(sheet_id=sheet_id, actor=self.actor)
        return Response(status=204)


class Submission(Operation):
    """The handing in of a draft."""

    @extend_schema(operation_id="sheets_submit", request=SubmissionIn, responses=SheetOut)
    @idempotent
    def post(self, request: Request, study_id: UUID, sheet_id: UUID) -> Response:
        """Hand a draft in: it is locked, gets its version and counts from now on."""
        own_sheet(self.actor, study_id, sheet_id)
        said = SubmissionIn(data=request.data)
        said.is_valid(raise_exception=True)
        services.submit_draft(sheet_id=sheet_id, reason=said.validated_data["reason"], actor=self.actor)
        return Response(SheetOut(selectors.sheet_of(self.actor, sheet_id)).data)


def own_sheet(actor: Actor, study_id: UUID, sheet_id: UUID) -> SheetView:
    """Find a sheet of the actor's laboratory in this very study, or raise `Missing`."""
    view = selectors.sheet_of(actor, sheet_id)
    if view.study_id != study_id:
        raise Missing("")
    return view


class OneAnalysis(Operation):
    """The analysis of a closed study."""

    @extend_schema(operation_id="studies_analysis", responses=AnalysisOut)
    def get(self, request: Request, study_id: UUID) -> Response:
        """Give the numbers and every result by laboratory code; 409 before the study closes."""
        study = selectors.study_for(self.actor, study_id)
        levels = selectors.results_of(study)
        stored, own = selectors.analysis_of(study), selectors.own_enrolment(self.actor, study)
        answer = {
            "run": stored.number,
            "edition": stored.edition,
            "engine_version": stored.engine_version,
            "inputs_sha256": stored.inputs_sha256,
            "made_at": stored.made_at,
            "own_code": own.code if own else None,
            "levels": levels,
        }
        return Response(AnalysisOut(answer).data)
