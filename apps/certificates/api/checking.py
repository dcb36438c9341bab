"""The public register for machines of strangers: a number, or a file."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.rest.doors import Anyone
from apps.certificates import selectors
from apps.certificates.rules.numbers import read_number
from apps.certificates.serializers import CheckedOut, FileIn, RegisterOut
from apps.core.errors import Missing

AUTHENTIC = OpenApiExample(
    "An authentic file",
    response_only=True,
    value={
        "verdict": "authentic",
        "number": "CC-2026-000001-P",
        "state": "valid",
        "seal": {
            "valid": True,
            "signer": "Seal of the office",
            "signed_at": "2026-05-04T09:30:00+00:00",
            "covers_whole_file": True,
            "modified_after": False,
        },
        "facts_match": True,
        "notes": [],
    },
)


REGISTERED = OpenApiExample(
    "A valid certificate",
    response_only=True,
    value={
        "number": "CC-2026-000001-P",
        "state": "valid",
        "material": "AlCu4Mg1 secondary",
        "grade": "EN AW-2024",
        "holder": "Alder Metals",
        "body": "Birch Certification",
        "issued_on": "2026-05-04",
        "valid_until": "2029-05-03",
        "withdrawn_on": None,
        "suspended_on": None,
        "superseded_on": None,
        "superseded_by": "",
        "replaces": "",
        "test": False,
        "paper": "absent",
        "facts": None,
    },
)


def _why_unknown(number: str) -> str:
    if read_number(number).mistyped:
        return _("This is not a number of ours; probably a typing error.")
    return (
        _("This number is void: its certificate was never made.")
        if selectors.is_void(number)
        else _("Not known.")
    )


class Verify(APIView):
    """The public register."""

    permission_classes = [Anyone]
    authentication_classes = []
    throttle_scope = "verify"
    public_because = "a stranger checks a certificate number; the register is public by its nature"

    @extend_schema(
        operation_id="verify",
        auth=[],
        parameters=[OpenApiParameter("h", str, description="The fingerprint from the paper's QR code.")],
        responses=RegisterOut,
        examples=[REGISTERED],
    )
    def get(self, request: Request, number: str) -> Response:
        """Tell whether a certificate is genuine, and valid, expired, suspended, withdrawn or superseded."""
        found = selectors.verify(number, request.query_params.get("h", ""), at=timezone.now())
        if found is None:
            raise Missing(_why_unknown(number))
        return Response(RegisterOut(found).data, headers={"Cache-Control": "no-store"})


class VerifyFile(APIView):
    """The check of a file."""

    permission_classes = [Anyone]
    authentication_classes = []
    parser_classes = [MultiPartParser]
    throttle_scope = "verify"
    changes_nothing = "a file is too long for an address, so it is posted; asked again it is answered again"
    public_because = "a stranger with a PDF in hand asks what it is; the register is public by its nature"

    @extend_schema(
        operation_id="verify_file",
        auth=[],
        request={"multipart/form-data": FileIn},
        responses=CheckedOut,
        examples=[AUTHENTIC],
    )
    def post(self, request: Request) -> Response:
        """Tell what a PDF is. Nothing of it is kept, and asking twice changes nothing."""
        said = FileIn(data=request.data)
        said.is_valid(raise_exception=True)
        found = selectors.check_file(said.validated_data["file"].read(), at=timezone.now())
        return Response(CheckedOut(found.as_dict()).data, headers={"Cache-Control": "no-store"})
