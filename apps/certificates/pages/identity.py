"""Who signs for the platform: the DID document."""

from django.http import HttpRequest, JsonResponse

from apps.accounts.entrance import public_page
from apps.certificates import selectors


@public_page("the public keys that verify credentials; without them nobody could check one")
def did_document(request: HttpRequest) -> JsonResponse:
    """Give the DID document of the platform (did:web), with every key that may still verify something."""
    headers = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
    return JsonResponse(selectors.did_document(), content_type="application/did+json", headers=headers)
