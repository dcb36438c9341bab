"""What anybody may read of concluded studies, without signing in."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.entrance import public_page
from apps.studies import selectors
from apps.studies.documents import public_words


@public_page("a consortium agreed to publish this much of its concluded studies")
def studies(request: HttpRequest) -> HttpResponse:
    """List the concluded studies of which something is published."""
    address, cursor = reverse("studies:public_list"), request.GET.get("after", "")
    page = selectors.public_studies(cursor=cursor)
    following = f"{address}?{urlencode({'after': page.next_token})}" if page.next_token else ""
    context = {"studies": page.rows, "next_url": following, "previous_url": address if cursor else ""}
    return render(request, "studies/public_list.html", context)


@public_page("a consortium agreed to publish this much of a concluded study")
def study(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is published of a study; one that publishes nothing is answered like one that is not there."""
    found = selectors.public_study(reference)
    left_out = public_words.left_out_sentence(found)
    context = {
        "study": found,
        "left_out": left_out,
        "conclusions": [
            {
                "about": one,
                "word": public_words.answer_word(one.answer),
                "with_all": public_words.answer_word(one.answer_with_all) if left_out else None,
                "table": public_words.word_table(one, with_all=bool(left_out)),
            }
            for one in found.conclusions
        ],
        "means": public_words.mean_table(found.means) if found.means else None,
        "means_with_all": public_words.with_all_table(found.means) if found.means else None,
    }
    return render(request, "studies/public_study.html", context)
