"""The directory as feeds: Atom 1.0 (RFC 4287) and JSON Feed 1.1. The same entries, ids and moments in both."""

import json
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import gettext as _

from apps.certificates.projections import DirectoryEntry, words_of
from apps.core.templatetags.figures import day, language

ATOM: Final = "application/atom+xml; charset=utf-8"
JSON: Final = "application/feed+json; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A page of the directory as a feed: its own address, that of the page for people, and of the next part."""

    entries: tuple[DirectoryEntry, ...]
    address: str
    page: str
    next: str
    changed_at: datetime

    @property
    def title(self) -> str:
        """Name the feed; the whole of a demonstration says so."""
        title = _("Certified substitute materials")
        return f"{title} ({_('demonstration')})" if settings.DEMONSTRATION else title

    @property
    def updated(self) -> datetime:
        """Give the latest change of what it shows."""
        return max((entry.updated_at for entry in self.entries), default=self.changed_at)


class Atom(Atom1Feed):
    """Django's Atom, with the moment of the feed itself and the link to its next part (RFC 5005)."""

    def latest_post_date(self) -> datetime:
        """Give the feed's own moment: Django takes now where there is no entry, which is no change."""
        moment: datetime = self.feed["moment"]
        return moment

    def add_root_elements(self, handler: Any) -> None:
        """Add the next part."""
        super().add_root_elements(handler)
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})


def atom(feed: Feed) -> bytes:
    """Write the feed as Atom 1.0."""
    made = Atom(
        title=feed.title,
        link=feed.page,
        feed_url=feed.address,
        description="",
        language=language(),
        author_name=settings.SITE_NAME,
        moment=feed.updated,
        next=feed.next,
    )
    for entry in feed.entries:
        made.add_item(
            title=title_of(entry),
            link=_address("directory:entry", entry),
            unique_id=_address("verify:certificate", entry),
            description=text_of(entry),
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            categories=tags_of(entry),
        )
    text = StringIO()
    made.write(text, "utf-8")
    return text.getvalue().encode()


def json_feed(feed: Feed) -> bytes:
    """Write the feed as JSON Feed 1.1."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": language(),
        "authors": [{"name": settings.SITE_NAME}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(said | ({"next_url": feed.next} if feed.next else {}), ensure_ascii=False).encode()


def _item(entry: DirectoryEntry) -> dict[str, Any]:
    return {
        "id": _address("verify:certificate", entry),
        "url": _address("directory:entry", entry),
        "title": title_of(entry),
        "content_text": text_of(entry),
        "date_published": rfc3339_date(entry.published_at),
        "date_modified": rfc3339_date(entry.updated_at),
        "tags": tags_of(entry),
    }


def _address(name: str, entry: DirectoryEntry) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[entry.number])}"


def title_of(entry: DirectoryEntry) -> str:
    """Say which material and in which state, a demonstration before all else."""
    title = f"{entry.material}, {entry.grade}: {words_of(entry.state)}"
    return _("Demonstration: %(title)s") % {"title": title} if entry.test else title


def tags_of(entry: DirectoryEntry) -> list[str]:
    """Give what programs sort by: the words of the API."""
    return [entry.standing, entry.critical_input_code]


def text_of(entry: DirectoryEntry) -> str:
    """Say the entry in lines."""
    lines = [
        (_("Certificate"), entry.number),
        (_("Critical input"), entry.critical_input),
        (_("Material in use so far"), entry.replaces),
        (_("Certified characteristics"), "; ".join(entry.certified)),
        (_("Conclusion of the joint study"), entry.conclusion),
        (_("Standards"), "; ".join(entry.standards)),
        (_("Holder"), ", ".join(filter(None, [entry.holder, entry.country_name]))),
        (_("Issued on"), day(entry.issued_on)),
        (_("Valid until"), day(entry.valid_until)),
        (_("State"), str(words_of(entry.state))),
        (_("Superseded by"), entry.successor),
    ]
    return "\n".join(f"{label}: {text}" for label, text in lines if text)
