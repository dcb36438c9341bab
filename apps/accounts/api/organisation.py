"""The organisation I act for: its people, and whom it invites."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from apps.accounts import selectors, services
from apps.accounts.rest.operations import Operation, idempotent
from apps.accounts.serializers import (
    ColleagueIn,
    ColleagueInvitationOut,
    OrganisationOut,
    PersonOut,
    RoleIn,
)
from apps.core.rest.paging import CURSOR, listed, page_of, turn

ENGINEER = OpenApiExample(
    "A quality engineer",
    request_only=True,
    value={"email": "kit@alder.example", "role": "engineer", "language": "en"},
)


class OneOrganisation(Operation):
    """The organisation I act for."""

    @extend_schema(operation_id="organisation_read", responses=OrganisationOut)
    def get(self, request: Request) -> Response:
        """Give the facts of the organisation I act for."""
        return Response(OrganisationOut(selectors.organisation_of(self.actor)).data)


class People(Operation):
    """The people of my organisation."""

    @extend_schema(operation_id="people_list", parameters=[CURSOR], responses=page_of(PersonOut))
    def get(self, request: Request) -> Response:
        """List those who belong to my organisation by name, then those who did."""
        return listed(request, PersonOut, selectors.people_page(self.actor, **turn(request)))


class PersonRole(Operation):
    """The role of a colleague."""

    @extend_schema(operation_id="people_change_role", request=RoleIn, responses=PersonOut)
    @idempotent
    def post(self, request: Request, person_id: UUID) -> Response:
        """Give a colleague another role from now on; for those who lead the organisation."""
        services.change_role(person_id=person_id, actor=self.actor, **_said(RoleIn, request))
        return Response(PersonOut(selectors.colleague_for(self.actor, person_id)).data)


class PersonEnd(Operation):
    """The end of a colleague's membership."""

    @extend_schema(operation_id="people_end", request=None, responses={204: None})
    @idempotent
    def post(self, request: Request, person_id: UUID) -> Response:
        """End a membership at once, with the person's API keys for this organisation and all their sessions."""
        services.end_membership(person_id=person_id, actor=self.actor)
        return Response(status=204)


class ColleagueInvitations(Operation):
    """The invitations of colleagues, for those who lead the organisation."""

    @extend_schema(
        operation_id="colleagues_list", parameters=[CURSOR], responses=page_of(ColleagueInvitationOut)
    )
    def get(self, request: Request) -> Response:
        """List all invitations of colleagues, newest first."""
        page = selectors.invitations_page(self.actor, **turn(request))
        return listed(request, ColleagueInvitationOut, page)

    @extend_schema(
        operation_id="colleagues_invite",
        request=ColleagueIn,
        responses={201: ColleagueInvitationOut},
        examples=[ENGINEER],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Offer somebody a role; the worker mails the link. The answer never tells whether they have an account."""
        sent = services.invite_colleague(actor=self.actor, **_said(ColleagueIn, request))
        return Response(ColleagueInvitationOut(sent).data, status=201)


class ColleagueInvitationAgain(Operation):
    """Sending an invitation again."""

    @extend_schema(operation_id="colleagues_send_again", request=None, responses={204: None})
    @idempotent
    def post(self, request: Request, colleague_invitation_id: UUID) -> Response:
        """Send a new link with a new deadline; the earlier one dies."""
        services.send_again(invitation_id=colleague_invitation_id, actor=self.actor)
        return Response(status=204)


class ColleagueInvitationBack(Operation):
    """Taking an invitation back."""

    @extend_schema(operation_id="colleagues_take_back", request=None, responses={204: None})
    @idempotent
    def post(self, request: Request, colleague_invitation_id: UUID) -> Response:
        """Take an invitation back; its link is dead."""
        services.take_back(invitation_id=colleague_invitation_id, actor=self.actor)
        return Response(status=204)


def _said(kind: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    said = kind(data=request.data)
    said.is_valid(raise_exception=True)
    return dict(said.validated_data)
