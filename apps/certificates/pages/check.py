"""The public check of a file: anyone with a PDF in hand learns what it is; nothing of it is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.entrance import public_page
from apps.certificates import selectors
from apps.certificates.forms import FileForm
from apps.certificates.pages.verify import Visitor, private
from apps.certificates.projections.checked import answer_to, sentences
from apps.core.uploads import was_too_large

TEMPLATE = "certificates/verify_file.html"


@public_page("a stranger with a PDF in hand asks what it is; the register is public by its nature")
def verify_file(request: HttpRequest) -> HttpResponse:
    """Answer: authentic with its state, changed, re-saved, or not ours."""
    if request.method != "POST":
        return private(render(request, TEMPLATE, {"form": FileForm()}))
    throttle = Visitor()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]  # it reads META only
        response = render(request, TEMPLATE, {"form": FileForm(), "busy": True}, status=429)
        response["Retry-After"] = str(int(throttle.wait() or 60) + 1)
        return private(response)
    form = FileForm(request.POST, request.FILES)
    if was_too_large(request):
        form.errors.clear()
        form.add_error("file", _("The file is larger than any certificate; it was not looked into."))
    if not form.is_valid():
        return private(render(request, TEMPLATE, {"form": form}, status=422))
    found = selectors.check_file(form.cleaned_data["file"].read(), at=timezone.now())
    context: dict[str, Any] = {
        "form": FileForm(),
        "found": found,
        "answer": answer_to(found),
        "sentences": sentences(found),
    }
    return private(render(request, TEMPLATE, context))
