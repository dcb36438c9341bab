"""The API of consortia and invitations."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.rest.doors import Anyone
from apps.accounts.rest.operations import Operation, idempotent, idempotent_for
from apps.consortia import selectors, services
from apps.consortia.rules import token_hash
from apps.consortia.serializers import (
    AcceptanceIn,
    AccountAcceptanceIn,
    CallIn,
    CallOut,
    ConsortiumIn,
    ConsortiumOut,
    InvitationIn,
    InvitationOut,
    MemberOut,
    OfferOut,
)
from apps.core.errors import Missing
from apps.core.rest.paging import CURSOR, listed, page_of, turn


class Consortia(Operation):
    """My organisation's consortia."""

    @extend_schema(operation_id="consortia_list", parameters=[CURSOR], responses=page_of(ConsortiumOut))
    def get(self, request: Request) -> Response:
        """List the consortia my organisation belongs to, by name."""
        return listed(request, ConsortiumOut, selectors.consortia_page(self.actor, **turn(request)))

    @extend_schema(operation_id="consortia_open", request=ConsortiumIn, responses={201: ConsortiumOut})
    @idempotent
    def post(self, request: Request) -> Response:
        """Open a consortium with its agreement."""
        said = ConsortiumIn(data=request.data)
        said.is_valid(raise_exception=True)
        values = dict(said.validated_data)
        names = services.AgreementText.__dataclass_fields__
        opened = services.open_consortium(
            name=values["name"],
            critical_input_code=values["critical_input"],
            purpose=values["purpose"],
            agreement=services.AgreementText(**{name: values[name] for name in names}),
            actor=self.actor,
        )
        line = selectors.ConsortiumLine(
            opened.pk, opened.name, opened.critical_input.name, self.actor.organisation_name, 1
        )
        return Response(ConsortiumOut(line).data, status=201)


class Members(Operation):
    """The members of a consortium."""

    @extend_schema(operation_id="consortia_members", parameters=[CURSOR], responses=page_of(MemberOut))
    def get(self, request: Request, consortium_id: UUID) -> Response:
        """List the members of a consortium of mine, by name."""
        consortium = selectors.consortium_for(self.actor, consortium_id)
        return listed(request, MemberOut, selectors.members_page(consortium, **turn(request)))


class Calls(Operation):
    """The calls of a consortium."""

    @extend_schema(operation_id="calls_publish", request=CallIn, responses={201: CallOut})
    @idempotent
    def post(self, request: Request, consortium_id: UUID) -> Response:
        """Publish a call."""
        said = CallIn(data=request.data)
        said.is_valid(raise_exception=True)
        call = services.publish_call(
            consortium_id=consortium_id, opens_at=self.actor.now, actor=self.actor, **said.validated_data
        )
        return Response(CallOut(call).data, status=201)


class OpenCalls(Operation):
    """The calls open to everybody on the platform."""

    @extend_schema(operation_id="calls_list", parameters=[CURSOR], responses=page_of(CallOut))
    def get(self, request: Request) -> Response:
        """List the open calls, newest first."""
        return listed(request, CallOut, selectors.calls_page(self.actor, **turn(request)))


class Invitations(Operation):
    """The invitations of a consortium, for its convener."""

    @extend_schema(operation_id="invitations_list", parameters=[CURSOR], responses=page_of(InvitationOut))
    def get(self, request: Request, consortium_id: UUID) -> Response:
        """List the invitations my organisation sent, newest first; others get an empty list."""
        consortium = selectors.consortium_for(self.actor, consortium_id)
        page = selectors.invitations_page(self.actor, consortium, **turn(request))
        return listed(request, InvitationOut, page)

    @extend_schema(operation_id="invitations_send", request=InvitationIn, responses={201: InvitationOut})
    @idempotent
    def post(self, request: Request, consortium_id: UUID) -> Response:
        """Invite an organisation; the worker mails the link."""
        said = InvitationIn(data=request.data)
        said.is_valid(raise_exception=True)
        invitee = services.Invitee(**said.validated_data)
        sent = services.invite(consortium_id=consortium_id, invitee=invitee, actor=self.actor)
        return Response(InvitationOut(sent).data, status=201)


class InvitationAgain(Operation):
    """Sending an invitation again."""

    @extend_schema(operation_id="invitations_resend", request=None, responses={204: None})
    @idempotent
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Send a new link with a new deadline; the earlier one dies."""
        services.resend(invitation_id=invitation_id, actor=self.actor)
        return Response(status=204)


class InvitationBack(Operation):
    """Taking an invitation back."""

    @extend_schema(operation_id="invitations_revoke", request=None, responses={204: None})
    @idempotent
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Revoke an invitation; its link is dead."""
        services.revoke(invitation_id=invitation_id, actor=self.actor)
        return Response(status=204)


def _link(_operation: APIView, request: Request) -> str | None:
    """Own an answer as the holder of a mailed link: who has only guessed a key has no answer to find.

    The body is kept before it is read, because it is read twice and lent once.
    """
    _ = request._request.body
    token = request.data.get("token") if isinstance(request.data, dict) else None
    return f"link {token_hash(token)}" if isinstance(token, str) else None


def _offer(token: str, now: datetime) -> selectors.Offer:
    """Find what an open link offers; every other link is missing alike."""
    found = selectors.invitation_by_token(token, now=now)
    offer = selectors.offer(found, now=now) if found else None
    if offer is None:
        raise Missing("")
    return offer


class Acceptance(APIView):
    """Answering an invitation from a program, holding the mailed link."""

    authentication_classes = ()
    permission_classes = [Anyone]
    public_because = "the invited person has no account yet; the mailed link is the key"
    throttle_scope = "sign-in"

    @extend_schema(operation_id="invitations_accept", request=AcceptanceIn, responses={201: OfferOut})
    @idempotent_for(_link)
    def post(self, request: Request) -> Response:
        """Accept an invitation: make the person, the organisation and its membership at once."""
        said = AcceptanceIn(data=request.data)
        said.is_valid(raise_exception=True)
        values, now = dict(said.validated_data), timezone.now()
        offer = _offer(values.pop("token"), now)
        services.accept_as_newcomer(invitation_id=offer.id, newcomer=services.Newcomer(**values), now=now)
        return Response(OfferOut(offer).data, status=201)


class AccountAcceptance(Operation):
    """Answering an invitation as somebody who has an account."""

    @extend_schema(
        operation_id="invitations_accept_with_account",
        request=AccountAcceptanceIn,
        responses={201: OfferOut},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Accept an invitation to my own address.

        Who leads an organisation of the invited kind, and acts for it, joins with it; anybody else founds
        the invited organisation, where the kind allows it.
        """
        said = AccountAcceptanceIn(data=request.data)
        said.is_valid(raise_exception=True)
        offer = _offer(said.validated_data["token"], self.actor.now)
        services.accept_as_known(
            invitation_id=offer.id, actor=self.actor, agreement=said.validated_data["agreement"]
        )
        return Response(OfferOut(offer).data, status=201)
