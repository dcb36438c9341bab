"""Reading certificates as holder or body."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.entrance import SignedInRequest, member_page
from apps.accounts.rules import CERTIFY
from apps.accounts.selectors import names_of
from apps.accounts.told import older_than, told
from apps.audit.selectors import record_of
from apps.certificates import selectors
from apps.certificates.documents import archive
from apps.certificates.models import HALF_MADE
from apps.certificates.pages.stages import made_of, stages_of
from apps.certificates.projections import CertificateShown
from apps.certificates.projections.sides import side_of
from apps.certificates.selectors.certificates import may_request, shown_to
from apps.core.errors import Conflict, Missing
from apps.core.paging import Place
from apps.core.pdf import with_days


@member_page()
def certificates(request: SignedInRequest) -> HttpResponse:
    """List the certificates of my organisation, as holder or body."""
    token = request.GET.get("from", "")
    page = selectors.certificates_of(request.actor, before=Place.read(token) if token else None)
    return render(
        request,
        "certificates/list.html",
        {
            "certificates": page.rows,
            "next_url": f"?from={page.next_token}" if page.next_token else "",
            "may_request": may_request(request.actor),
            "may_certify": request.actor.may(CERTIFY),
        },
    )


@member_page()
def requestable(request: SignedInRequest) -> HttpResponse:
    """List the closed studies of which a material may be certified."""
    studies = selectors.closed_studies(request.actor) if may_request(request.actor) else []
    return render(request, "certificates/requestable.html", {"studies": studies})


@member_page()
def detail(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Show a certificate as its paper, with its state above and what supports it below."""
    row = selectors.certificate_for(request.actor, certificate_id)
    shown = shown_to(request.actor, row)
    facts = side_of(shown.facts) if shown.facts else None
    evidence = [] if facts else selectors.evidence_of(row)
    names = names_of(
        [pk for pk in (shown.requested_by, shown.evaluated_by, shown.decided_by) if pk], []
    ).people
    context = _frame(shown, "detail") | {
        "facts": with_days(facts),
        "results": facts["results"] if facts else [part.printed for part in evidence],
        "comparison": selectors.comparison_of(row, evidence) if evidence else None,
        "requested_by": names.get(shown.requested_by),
        "evaluated_by": names.get(shown.evaluated_by) if shown.evaluated_by else None,
        "decided_by": names.get(shown.decided_by) if shown.decided_by else None,
        "surveillances": selectors.done_surveillance(row).values() if row.issued_at else [],
        "letters": selectors.letters_of(request.actor, row),
        "may_send": selectors.may_send(request.actor, row),
        "making": shown.state in HALF_MADE,
        "fingerprint": shown.facts_sha256[:16],
    }
    return render(request, "certificates/detail.html", context | made_of(shown))


@member_page()
def progress(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Show how far the making of the PDF is; finished, the page is asked to show itself anew."""
    shown = selectors.certificate_shown(request.actor, certificate_id)
    response = render(request, "components/progress.html", made_of(shown))
    if not made_of(shown)["running"] and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@member_page()
def record(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Show the certificate's entries in the trail."""
    shown = selectors.certificate_shown(request.actor, certificate_id)
    entries = told(record_of(f"certificate:{shown.id}", before=older_than(request)))
    return render(request, "certificates/record.html", _frame(shown, "record") | {"entries": entries})


@member_page()
def pdf(request: SignedInRequest, certificate_id: UUID) -> HttpResponse:
    """Give the file, exactly as it was issued."""
    row = selectors.certificate_for(request.actor, certificate_id)
    if not row.pdf_sha256:
        raise Missing("")
    if (content := archive.read(row)) is None:
        raise Conflict(archive.lost())
    headers = {
        "Content-Disposition": f'attachment; filename="{row.number}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _frame(shown: CertificateShown, current: str) -> dict[str, Any]:
    tabs = [
        {"label": label, "url": reverse(f"certificates:{name}", args=[shown.id]), "current": name == current}
        for name, label in (("detail", _("Certificate")), ("record", _("Record")))
    ]
    return {"certificate": shown, "tabs": tabs, "stages": stages_of(shown)}
