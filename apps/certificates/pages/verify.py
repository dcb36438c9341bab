"""The public verification: anyone with a paper in hand learns whether it is genuine and still valid."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.throttling import SimpleRateThrottle

from apps.accounts.entrance import public_page
from apps.certificates import selectors
from apps.certificates.projections import RegisterEntry, Verified
from apps.certificates.projections.sides import side_of
from apps.certificates.rules.numbers import read_number
from apps.core.pdf import with_days
from apps.core.templatetags.figures import day


class Visitor(SimpleRateThrottle):
    """Counts the visits of an address; the same rate as the API's."""

    scope = "verify"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """Count apart from the API, by address only."""
        return f"verify-page:{self.get_ident(request)}"


@public_page("a stranger with a paper in hand checks its number here")
def verify_home(request: HttpRequest) -> HttpResponse:
    """Ask for a number."""
    if number := request.GET.get("number", "").strip():
        reading = read_number(number)
        return redirect("verify:certificate", reading.number or number.replace("/", " ")[:60])
    return private(render(request, "certificates/verify.html", {"number": ""}))


@public_page("the answer to a number printed on paper; it tells what the register of certificates is for")
def verify_number(request: HttpRequest, number: str) -> HttpResponse:
    """Answer: genuine and valid, expired, suspended, withdrawn or superseded; or not known."""
    throttle = Visitor()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]  # it reads META only
        response = render(request, "certificates/verify.html", {"number": number, "busy": True}, status=429)
        response["Retry-After"] = str(int(throttle.wait() or 60) + 1)
        return private(response)
    found = selectors.verify(number, request.GET.get("h", ""), at=timezone.now())
    if found is None:
        unknown = {"number": number, "answer": _not_known(number)}
        return private(render(request, "certificates/verify.html", unknown, status=404))
    facts = side_of(found.facts) if found.facts else None
    context: dict[str, Any] = {
        "number": found.entry.number,
        "entry": found.entry,
        "paper": found.paper,
        "facts": with_days(facts),
        "results": facts["results"] if facts else [],
        "fingerprint": request.GET.get("h", ""),
        "answer": _answer(found),
    }
    return private(render(request, "certificates/verify.html", context))


def private(response: HttpResponse) -> HttpResponse:
    """Keep the answer out of search engines, caches and the logs of other sites."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


def _answer(found: Verified) -> dict[str, str]:
    """Say it in a band: what, in one sentence, since or until when."""
    entry = found.entry
    if found.paper == "other":
        return {
            "tone": "bad",
            "title": _("This paper does not belong to this number"),
            "text": _("The number exists, but the paper you hold is not the one that was issued under it."),
        }
    if entry.test:
        return _demonstration(entry)
    if entry.state in TURNED:
        return TURNED[entry.state](entry)
    if entry.state == "expired":
        return {
            "tone": "warn",
            "title": _("Genuine, but expired"),
            "text": _("This certificate was issued here, and its validity is over."),
            "date": _("Valid until %s") % day(entry.valid_until),
        }
    return {
        "tone": "good",
        "title": _("Genuine and valid"),
        "text": _("This certificate was issued here and has not been withdrawn."),
        "date": _("Valid until %s") % day(entry.valid_until),
    }


def _suspended(entry: RegisterEntry) -> dict[str, str]:
    return {
        "tone": "warn",
        "title": _("Suspended: do not rely on it for now"),
        "text": _(
            "This certificate was issued here, and its certification body has suspended it. Ask again later: it "
            "may be reinstated or withdrawn."
        ),
        "date": _("Suspended on %s") % day(entry.suspended_on),
    }


def _withdrawn(entry: RegisterEntry) -> dict[str, str]:
    return {
        "tone": "bad",
        "title": _("Withdrawn: do not rely on it"),
        "text": _("This certificate was genuine, and its certification body has withdrawn it."),
        "date": _("Withdrawn on %s") % day(entry.withdrawn_on),
    }


def _superseded(entry: RegisterEntry) -> dict[str, str]:
    return {
        "tone": "bad",
        "title": _("Superseded: another certificate stands in its place"),
        "text": _("This certificate was genuine. It was amended; only %(number)s says what is certified now.")
        % {"number": entry.superseded_by},
        "date": _("Superseded on %s") % day(entry.superseded_on),
    }


TURNED: Final[dict[str, Callable[[RegisterEntry], dict[str, str]]]] = {
    "suspended": _suspended,
    "withdrawn": _withdrawn,
    "superseded": _superseded,
}


def _demonstration(entry: RegisterEntry) -> dict[str, str]:
    """Say before all else that this is no certificate; then what state the story gave it."""
    ends_on = {
        "valid": _("In the demonstration it is valid until %s.") % day(entry.valid_until),
        "expired": _("In the demonstration it was valid until %s.") % day(entry.valid_until),
        "withdrawn": _("In the demonstration it was withdrawn on %s.") % day(entry.withdrawn_on),
        "suspended": _("In the demonstration it was suspended on %s.") % day(entry.suspended_on),
        "superseded": _("In the demonstration it was superseded on %s.") % day(entry.superseded_on),
    }
    return {
        "tone": "warn",
        "title": _("Demonstration: not a certificate"),
        "text": _(
            "This number stands in the register of a demonstration, whose firms and decisions are invented. "
            "Do not rely on it."
        ),
        "date": ends_on[entry.state],
    }


def _not_known(number: str) -> dict[str, str]:
    if read_number(number).mistyped:
        return {
            "tone": "warn",
            "title": _("Not known: probably a typing error"),
            "text": _(
                "This cannot be a number of ours: its characters do not fit together. Compare it with the paper."
            ),
        }
    if selectors.is_void(number):
        return {
            "tone": "bad",
            "title": _("This number is void"),
            "text": _("It was given, but its certificate was never made. A paper that shows it is not ours."),
        }
    return {
        "tone": "bad",
        "title": _("Not known"),
        "text": _("No certificate was issued under this number. A paper that shows it is not ours."),
    }
