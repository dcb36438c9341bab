"""Studies: list, plan, protocol, open, enrol, close."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.core.paging import place_of
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.studies import selectors, services
from apps.studies.serializers import RevisionIn, StudyIn, StudyLineOut, StudyOut

PLAN = OpenApiExample(
    "A plan",
    request_only=True,
    value={
        "consortium_id": "6d1f4a53-0f5e-4a3e-9a0a-2d6c0c0f1a11",
        "title": "Secondary AlCu4Mg1",
        "candidate_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "replicates": 6,
        "results_due_on": "2026-12-24",
    },
)


class Studies(Operation):
    """The studies I may know of."""

    @extend_schema(operation_id="studies_list", parameters=[CURSOR], responses=page_of(StudyLineOut))
    def get(self, request: Request) -> Response:
        """List studies, newest first."""
        asked = turn(request)
        page = selectors.studies_of(self.actor, before=place_of(asked["cursor"]), most=asked["most"])
        return listed(request, StudyLineOut, page)

    @extend_schema(operation_id="studies_plan", request=StudyIn, responses={201: StudyOut}, examples=[PLAN])
    @idempotent
    def post(self, request: Request) -> Response:
        """Plan a study for a consortium that we convene."""
        said = StudyIn(data=request.data)
        said.is_valid(raise_exception=True)
        study = services.plan_study(**said.validated_data, actor=self.actor)
        return shown(self, study.pk, status=201)


class OneStudy(Operation):
    """A study."""

    @extend_schema(operation_id="studies_read", responses=StudyOut)
    def get(self, request: Request, study_id: UUID) -> Response:
        """Give a study with its protocol."""
        return shown(self, study_id)

    @extend_schema(operation_id="studies_revise", request=RevisionIn(partial=True), responses=StudyOut)
    def patch(self, request: Request, study_id: UUID) -> Response:
        """Change the plan until the study opens; what is not named stays as it is."""
        said = RevisionIn(data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        services.revise_plan(study_id=study_id, changes=said.validated_data, actor=self.actor)
        return shown(self, study_id)


class Opening(Operation):
    """The opening of a study."""

    @extend_schema(operation_id="studies_open", request=None, responses=StudyOut)
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Lock the protocol and open the study to laboratories."""
        services.open_study(study_id=study_id, actor=self.actor)
        return shown(self, study_id)


class Enrolling(Operation):
    """The enrolment of my laboratory."""

    @extend_schema(operation_id="studies_enrol", request=None, responses={201: StudyOut})
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Enrol my laboratory; `own` gives its code."""
        services.enrol(study_id=study_id, actor=self.actor)
        return shown(self, study_id, status=201)


class Closing(Operation):
    """The closing of a study."""

    @extend_schema(operation_id="studies_close", request=None, responses=StudyOut)
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Close the study and compute its analysis, once."""
        services.close_study(study_id=study_id, actor=self.actor)
        return shown(self, study_id)


def shown(operation: Operation, study_id: UUID, *, status: int = 200) -> Response:
    """Answer with a study as the actor sees it."""
    study = selectors.study_for(operation.actor, study_id)
    return Response(StudyOut(selectors.study_view(operation.actor, study)).data, status=status)
