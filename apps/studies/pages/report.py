"""The report of a closed study: on a page, and as a PDF that a worker makes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.entrance import SignedInRequest, member_page
from apps.core.errors import Invalid
from apps.studies import selectors, services
from apps.studies.documents.reports.contents import contents_of
from apps.studies.pages.frame import found

LANGUAGES = {"en": gettext_lazy("English"), "tr": gettext_lazy("Turkish")}


@member_page()
def report(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Show the report of a closed study, and the papers that were made of it."""
    study, context = found(request, study_id, "report")
    papers = selectors.papers_of(study).rows
    newest = {one.language: one for one in reversed(papers) if one.is_newest}
    context |= {
        "report": contents_of(selectors.report_of(study)),
        "papers": [(code, name, newest.get(code)) for code, name in LANGUAGES.items()],
        "earlier": [
            (one, LANGUAGES[one.language]) for one in papers if one.state == "made" and not one.is_newest
        ],
        "reads": (get_language() or "en")[:2],
    }
    return render(request, "studies/report.html", context)


@require_POST
@member_page()
def order(request: SignedInRequest, study_id: UUID) -> HttpResponse:
    """Have the PDF made, in a language."""
    language = request.POST.get("language", "")
    try:
        services.order_paper(study_id=study_id, language=language, actor=request.actor)
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The PDF is being made; it stands here in a moment."))
    return redirect("studies:report", study_id)


@member_page()
def file(request: SignedInRequest, study_id: UUID, paper_id: int) -> HttpResponse:
    """Give a paper, exactly as it was made."""
    name, content = selectors.paper_file(selectors.study_for(request.actor, study_id), paper_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
