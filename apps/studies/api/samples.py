"""Samples on their way, and the checks of the items they are taken from."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.core.errors import Missing
from apps.core.paging import Keyset, Page
from apps.core.rest.paging import CURSOR, listed, page_of, turn
from apps.studies import selectors, services
from apps.studies.models import ItemCheck, Sample
from apps.studies.projections.samples import check_view
from apps.studies.serializers import (
    CheckIn,
    CheckOut,
    ConditionIn,
    DispatchIn,
    DispatchOut,
    SampleOut,
    WaiverIn,
)
from apps.studies.services.checking import Measured

PAIRS = OpenApiExample(
    "Homogeneity",
    request_only=True,
    value={
        "item": "M-4K",
        "kind": "homogeneity",
        "characteristic": "Fe",
        "values": "0.185 0.194\n0.187 0.189\n0.182 0.186",
        "sigma": "0.02",
    },
)


BY_CODE = Keyset("code", "id")
"""The order of the codes, which tells nothing."""

NEWEST_CHECK = Keyset("-recorded_at", "-id")


class Samples(Operation):
    """The samples I may know of."""

    @extend_schema(operation_id="samples_list", parameters=[CURSOR], responses=page_of(SampleOut))
    def get(self, request: Request, study_id: UUID) -> Response:
        """List samples in cursor pages: a laboratory its own, the convener all."""
        study = selectors.study_for(self.actor, study_id)
        page = BY_CODE.page(selectors.sample_rows(self.actor, study), **turn(request))
        views = selectors.sample_views(self.actor, study, page.rows)
        return listed(request, SampleOut, Page(views, page.next_token))


class Dispatches(Operation):
    """Samples that leave."""

    @extend_schema(operation_id="samples_dispatch", request=DispatchIn, responses={201: DispatchOut})
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Dispatch prepared samples, all or none; 409 before their items are judged."""
        said = DispatchIn(data=request.data)
        said.is_valid(raise_exception=True)
        sent = services.dispatch(
            study_id=study_id,
            sample_ids=said.validated_data["samples"],
            carrier=said.validated_data["carrier"],
            actor=self.actor,
        )
        study = selectors.study_for(self.actor, study_id)
        ids = {row.pk for row in sent}
        views = [view for view in selectors.samples_of(self.actor, study) if view.id in ids]
        return Response(DispatchOut({"samples": views}).data, status=201)


class Receipts(Operation):
    """The receipt of a sample."""

    @extend_schema(operation_id="samples_receive", request=ConditionIn, responses={201: SampleOut})
    @idempotent
    def post(self, request: Request, study_id: UUID, sample_id: UUID) -> Response:
        """Confirm that a sample of my laboratory came in, and in which condition."""
        self._in_study(study_id, sample_id)
        condition = _condition(request)
        return self._told(services.receive(sample_id=sample_id, condition=condition, actor=self.actor))

    def _in_study(self, study_id: UUID, sample_id: UUID) -> None:
        if selectors.sample_for(self.actor, sample_id).study_id != study_id:
            raise Missing("")

    def _told(self, sample: Sample) -> Response:
        study = selectors.study_for(self.actor, sample.study_id)
        (view,) = selectors.sample_views(self.actor, study, [sample])
        return Response(SampleOut(view).data, status=201)


class Damages(Receipts):
    """The report of a damaged sample."""

    @extend_schema(operation_id="samples_damage", request=ConditionIn, responses={201: SampleOut})
    @idempotent
    def post(self, request: Request, study_id: UUID, sample_id: UUID) -> Response:
        """Report a sample of my laboratory as damaged; the answer is the new one that replaces it."""
        self._in_study(study_id, sample_id)
        condition = _condition(request)
        return self._told(services.report_damage(sample_id=sample_id, condition=condition, actor=self.actor))


class Checks(Operation):
    """Homogeneity and stability of the items."""

    @extend_schema(operation_id="studies_checks", parameters=[CURSOR], responses=page_of(CheckOut))
    def get(self, request: Request, study_id: UUID) -> Response:
        """List checks, newest first, in cursor pages: for the convener, and for all once the study is closed."""
        study = selectors.study_for(self.actor, study_id)
        page = NEWEST_CHECK.page(selectors.check_rows(self.actor, study), **turn(request))
        return listed(request, CheckOut, Page(list(map(check_view, page.rows)), page.next_token))

    @extend_schema(operation_id="studies_check", request=CheckIn, responses={201: CheckOut}, examples=[PAIRS])
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Judge and record a check of an item (ISO 13528, Annex B)."""
        form = CheckIn(data=request.data)
        form.is_valid(raise_exception=True)
        said = dict(form.validated_data)
        item, kind = said.pop("item"), said.pop("kind")
        tested = Measured(**said)
        return _told(
            services.check_item(study_id=study_id, item=item, kind=kind, tested=tested, actor=self.actor)
        )


class Waivers(Operation):
    """Checks that cannot be made."""

    @extend_schema(operation_id="studies_waive_check", request=WaiverIn, responses={201: CheckOut})
    @idempotent
    def post(self, request: Request, study_id: UUID) -> Response:
        """Record that a check of an item cannot be made, and why."""
        said = WaiverIn(data=request.data)
        said.is_valid(raise_exception=True)
        return _told(services.waive_check(study_id=study_id, actor=self.actor, **said.validated_data))


def _condition(request: Request) -> str:
    said = ConditionIn(data=request.data)
    said.is_valid(raise_exception=True)
    condition: str = said.validated_data["condition"]
    return condition


def _told(check: ItemCheck) -> Response:
    return Response(CheckOut(check_view(check)).data, status=201)
