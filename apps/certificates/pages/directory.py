"""The public directory: certified substitutes that their holders chose to publish, for people and for feed readers."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from apps.accounts.entrance import public_page
from apps.certificates import selectors
from apps.certificates.documents import feeds
from apps.certificates.forms.directory import DirectoryForm, wanted_of
from apps.certificates.projections import TONES, words_of
from apps.certificates.selectors.directory import ALL, CURRENT
from apps.core.canonical import sha256
from apps.core.errors import Invalid

PUBLIC = "holders chose to publish these certificates, each this much of it"


@public_page(PUBLIC)
def directory_list(request: HttpRequest) -> HttpResponse:
    """List what is published, found by words and filters.

    Its feeds are those of the same filters, but tell of what is not valid any more where no state was chosen.
    """
    form, rows, following = DirectoryForm(request.GET), [], ""
    form.offer([(row.code, row.name) for row in selectors.inputs_listed()], selectors.countries_listed())
    try:
        wanted = form.wanted()
    except Invalid:
        pass  # the form says what is wrong
    else:
        page = selectors.directory_page(wanted, at=timezone.now(), cursor=request.GET.get("after", ""))
        rows = [_shown(entry) for entry in page.rows]
        following = _here(request, after=page.next_token) if page.next_token else ""
    asked = {name: value for name, value in _asked(request).items() if value != CURRENT}
    context = {
        "form": form,
        "entries": rows,
        "is_asked": bool(asked),
        "next_url": following,
        "previous_url": _here(request) if "after" in request.GET else "",
        "feeds": f"?{urlencode(asked)}" if asked else "",
    }
    return render(request, "certificates/directory.html", context, status=422 if form.errors else 200)


@public_page(PUBLIC)
def directory_entry(request: HttpRequest, number: str) -> HttpResponse:
    """Show a published certificate; any other number is answered like one that is not there."""
    context = _shown(selectors.entry_of(number, at=timezone.now()))
    return render(request, "certificates/directory_entry.html", context)


@public_page(PUBLIC)
def atom_feed(request: HttpRequest) -> HttpResponse:
    """Give the directory as Atom, what changed last first."""
    return _feed(request, "directory:atom", feeds.atom, feeds.ATOM)


@public_page(PUBLIC)
def json_feed(request: HttpRequest) -> HttpResponse:
    """Give the directory as JSON Feed, what changed last first."""
    return _feed(request, "directory:json", feeds.json_feed, feeds.JSON)


def _feed(request: HttpRequest, name: str, write: Callable[[feeds.Feed], bytes], kind: str) -> HttpResponse:
    """Answer with a feed: all states, so that what is suspended or withdrawn comes as an updated entry."""
    at, asked = timezone.now(), _asked(request)
    changed_at = selectors.last_changed()
    cursor = request.GET.get("cursor", "")
    page = selectors.directory_news(wanted_of(asked, state=ALL), at=at, cursor=cursor)

    def address(place: str, **more: str) -> str:
        query = urlencode(asked | {name: value for name, value in more.items() if value})
        return f"{settings.SITE_URL}{reverse(place)}{'?' if query else ''}{query}"

    feed = feeds.Feed(
        entries=tuple(page.rows),
        address=address(name, cursor=cursor),
        page=address("directory:list"),
        next=address(name, cursor=page.next_token) if page.next_token else "",
        changed_at=changed_at,
    )
    content = write(feed)
    headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    response = HttpResponse(content, content_type=kind, headers=headers)
    return _if_changed(request, response)


def _if_changed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 to who has the same bytes already.

    No Last-Modified: it has whole seconds, and a suspension in the second of an answer would stay unseen.
    """
    etag = response.headers["ETag"] = f'"{sha256(response.content)[:32]}"'
    return get_conditional_response(request, etag, None, response) or response


def _shown(entry: Any) -> dict[str, Any]:
    return {"entry": entry, "tone": TONES[entry.state], "state_label": words_of(entry.state)}


def _asked(request: HttpRequest) -> dict[str, str]:
    """Give what is looked for, without the place in the list."""
    return {name: value for name in DirectoryForm.base_fields if (value := request.GET.get(name, ""))}


def _here(request: HttpRequest, **more: str) -> str:
    return f"{reverse('directory:list')}?{urlencode(_asked(request) | more)}"
