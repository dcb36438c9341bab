"""The API's check of a file, for machines of strangers."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.rest.doors import Anyone
from apps.certificates import selectors
from apps.certificates.serializers import CheckedOut, FileIn

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
