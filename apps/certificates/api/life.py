"""The API of a certificate's life: suspended and back, amended, withdrawn."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.rest.operations import Operation, idempotent
from apps.certificates import services
from apps.certificates.api.answers import detail, said
from apps.certificates.serializers import (
    CertificateAmendmentIn,
    CertificateDetailOut,
    ReinstatementIn,
    SurveillanceIn,
    SuspensionIn,
    WithdrawalIn,
)


class Suspension(Operation):
    """The suspension of a certificate."""

    @extend_schema(
        operation_id="certificates_suspend", request=SuspensionIn, responses={201: CertificateDetailOut}
    )
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Suspend an issued certificate; the public register says so at once."""
        services.suspend(certificate_id=certificate_id, actor=self.actor, **said(SuspensionIn, request))
        return detail(self, certificate_id, status=201)


class Reinstatement(Operation):
    """The end of a suspension."""

    @extend_schema(
        operation_id="certificates_reinstate", request=ReinstatementIn, responses={201: CertificateDetailOut}
    )
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Let a suspended certificate count again."""
        services.reinstate(certificate_id=certificate_id, actor=self.actor, **said(ReinstatementIn, request))
        return detail(self, certificate_id, status=201)


class Amendment(Operation):
    """The amendment of a certificate."""

    @extend_schema(
        operation_id="certificates_amend",
        request=CertificateAmendmentIn,
        responses={201: CertificateDetailOut},
    )
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Start an amendment; gives the new certificate, which is evaluated and decided like any other."""
        made = services.amend(
            certificate_id=certificate_id, actor=self.actor, **said(CertificateAmendmentIn, request)
        )
        return detail(self, made.pk, status=201)


class Surveillance(Operation):
    """The surveillance of a certificate."""

    @extend_schema(
        operation_id="certificates_record_surveillance",
        request=SurveillanceIn,
        responses={201: CertificateDetailOut},
    )
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Record that the surveillance of a day was done."""
        services.record_surveillance(
            certificate_id=certificate_id, actor=self.actor, **said(SurveillanceIn, request)
        )
        return detail(self, certificate_id, status=201)


class Withdrawal(Operation):
    """The withdrawal of a certificate."""

    @extend_schema(
        operation_id="certificates_withdraw", request=WithdrawalIn, responses={201: CertificateDetailOut}
    )
    @idempotent
    def post(self, request: Request, certificate_id: UUID) -> Response:
        """Withdraw an issued or suspended certificate; the public register says so at once."""
        services.withdraw(certificate_id=certificate_id, actor=self.actor, **said(WithdrawalIn, request))
        return detail(self, certificate_id, status=201)
