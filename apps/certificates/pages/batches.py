"""Approving many at once: choose and order, then see how far it is."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import CERTIFY
from apps.certificates import selectors, services
from apps.certificates.documents.bundle import answer
from apps.certificates.forms import BatchForm
from apps.certificates.projections.batches import BatchShown
from apps.core.errors import Refusal
from apps.core.forms import posted, show_refusal


@member_page(CERTIFY)
def decisions(request: SignedInRequest) -> HttpResponse:
    """List what waits for my decision, and approve what I choose of it."""
    form = BatchForm(posted(request), initial={"request_key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.order_batch(actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("certificates:batch", batch.pk)
    lines = selectors.decidable(request.actor)
    chosen = set(form["certificate_ids"].value() or [])
    if "all" in request.GET and not form.is_bound:
        chosen = {str(line.id) for line in lines}
    context = {
        "form": form,
        "lines": [(line, str(line.id) in chosen) for line in lines],
        "batches": selectors.batches_page(request.actor, most=5).rows,
    }
    return render(request, "certificates/decisions.html", context, status=422 if form.errors else 200)


@member_page()
def batch(request: SignedInRequest, batch_id: UUID) -> HttpResponse:
    """Show how far a batch is, and what became of each certificate."""
    shown = selectors.batch_for(request.actor, batch_id)
    return render(request, "certificates/batch.html", {"batch": shown} | progress_of(shown))


@member_page()
def batch_progress(request: SignedInRequest, batch_id: UUID) -> HttpResponse:
    """Show how far a batch is; finished, the page is asked to show itself anew."""
    shown = selectors.batch_for(request.actor, batch_id)
    response = render(request, "certificates/_batch.html", {"batch": shown} | progress_of(shown))
    if shown.finished and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@member_page()
def batch_files(request: SignedInRequest, batch_id: UUID) -> StreamingHttpResponse:
    """Give the files of a finished batch in one ZIP."""
    return answer(selectors.batch_files(request.actor, batch_id), batch_id)


def progress_of(shown: BatchShown) -> dict[str, Any]:
    """Give what components/progress.html shows of a batch."""
    return {
        "id": "batch",
        "label": _("Each certificate is judged, then made"),
        "done": shown.done,
        "total": shown.total,
        "running": not shown.finished,
        "poll_url": reverse("certificates:batch_progress", args=[shown.id]),
        "page_url": reverse("certificates:batch", args=[shown.id]),
    }
