"""What operations on a certificate have in common: reading the body, and answering with the certificate."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from apps.accounts.rest.operations import Operation
from apps.certificates import selectors
from apps.certificates.serializers import CertificateDetailOut


def said(kind: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """Read the body of a request, or refuse it field by field."""
    read = kind(data=request.data)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


def detail(operation: Operation, certificate_id: UUID, *, status: int = 200) -> Response:
    """Give a certificate as it stands now for whoever asks."""
    shown = selectors.certificate_shown(operation.actor, certificate_id)
    return Response(CertificateDetailOut(shown).data, status=status)
