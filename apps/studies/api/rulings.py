"""Runs of the analysis, rulings on outlying cells, conclusions."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.core.paging import Keyset, Page
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.studies import selectors, services
from apps.studies.api.studies import shown
from apps.studies.models import OutlierFlag
from apps.studies.projections.flags import flag_view
from apps.studies.serializers import ConclusionsOut, FlagOut, ReasonIn, RulingIn, RunOut, StudyOut

LEAVE_OUT = OpenApiExample(
    "Leave out",
    request_only=True,
    value={"ruling": "exclude", "reason": "The furnace had failed; the laboratory asks to leave it out."},
)


NEWEST_RUN = Keyset("-number", "-id")
AS_PROPOSED = Keyset("order", "id")


class Runs(Operation):
    """The runs of a closed study's analysis."""

    @extend_schema(operation_id="studies_runs", parameters=[CURSOR], responses=page_of(RunOut))
    def get(self, request: Request, study_id: UUID) -> Response:
        """List runs, newest first, in cursor pages; 409 before the study closes."""
        runs = selectors.runs_of(selectors.study_for(self.actor, study_id))
        return listed(request, RunOut, NEWEST_RUN.page(runs, **turn(request)))


class Flags(Operation):
    """The cells that the outlier tests point at."""

    @extend_schema(operation_id="studies_flags", parameters=[CURSOR], responses=page_of(FlagOut))
    def get(self, request: Request, study_id: UUID) -> Response:
        """List flagged cells with their rulings, in cursor pages; 409 before the study closes."""
        flags = selectors.flag_rows(selectors.study_for(self.actor, study_id))
        page = AS_PROPOSED.page(flags, **turn(request))
        return listed(request, FlagOut, Page(list(map(flag_view, page.rows)), page.next_token))


class Rulings(Operation):
    """The ruling on a flagged cell."""

    @extend_schema(
        operation_id="studies_rule", request=RulingIn, responses={201: FlagOut}, examples=[LEAVE_OUT]
    )
    @idempotent
    def post(self, request: Request, study_id: UUID, flag_id: int) -> Response:
        """Rule on a cell with a reason; it takes effect when a second person confirms."""
        said = RulingIn(data=request.data)
        said.is_valid(raise_exception=True)
        flag = services.rule(study_id=study_id, flag_id=flag_id, actor=self.actor, **said.validated_data)
        return _told(flag)


class Confirmations(Operation):
    """The confirmation of a ruling."""

    @extend_schema(operation_id="studies_confirm_ruling", request=None, responses={201: FlagOut})
    @idempotent
    def post(self, request: Request, study_id: UUID, flag_id: int) -> Response:
        """Confirm somebody else's ruling; leaving a cell out makes the next run of the analysis."""
        return _told(services.confirm(study_id=study_id, flag_id=flag_id, actor=self.actor))


class Returns(Operation):
    """The return of a ruling."""

    @extend_schema(operation_id="studies_return_ruling", request=ReasonIn, responses={201: FlagOut})
    @idempotent
    def post(self, request: Request, study_id: UUID, flag_id: int) -> Response:
        """Send somebody else's ruling back with a reason."""
        said = ReasonIn(data=request.data)
        said.is_valid(raise_exception=True)
        reason = said.validated_data["reason"]
        return _told(services.send_back(study_id=study_id, flag_id=flag_id, reason=reason, actor=self.actor))


class Conclusions(Operation):
    """What a closed study concludes."""

    @extend_schema(operation_id="studies_conclusions", responses=ConclusionsOut)
    def get(self, request: Request, study_id: UUID) -> Response:
        """Give the newest run's conclusion for each candidate; 409 before the study closes."""
        study = selectors.study_for(self.actor, study_id)
        answer = {
            "run": selectors.run_of(study).number,
            "concluded_at": study.concluded_at,
            "candidates": selectors.conclusions_of(study),
        }
        return Response(ConclusionsOut(answer).data)


class Concluding(Operation):
    """The end of a study."""

    @extend_schema(operation_id="studies_conclude", request=None, responses=StudyOut)
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Conclude the study with its newest run; 409 while a flagged cell waits."""
        services.conclude(study_id=study_id, actor=self.actor)
        return shown(self, study_id)


def _told(flag: OutlierFlag) -> Response:
    return Response(FlagOut(flag_view(flag)).data, status=201)
