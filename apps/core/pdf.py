"""Paper: HTML to a tagged PDF/A-3b that has the same bytes for the same input.

The renderer reaches nothing but `data:` addresses and the fonts of one folder (reference/certificates.md, 4).
WeasyPrint raises its refusals as BaseException; here they become ForbiddenAddressError.
"""

import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from apps.core.fonts import FACES, FONT_FOLDER
from apps.core.printed_page import PrintedPage
from apps.core.tidy_pdf import tidied


class ForbiddenAddressError(Exception):
    """The HTML or a style asked for something outside the paper."""


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A file inside the PDF; the relationship is AFRelationship of ISO 32000-2."""

    name: str
    content: bytes
    description: str = ""
    relationship: Literal["Data", "Supplement", "Alternative", "Source"] = "Data"


class NoFetch(URLFetcher):
    """Fetch `data:` and the fonts of our folder; refuse everything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Give the answer for an allowed address. Raises ValueError otherwise."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        parts = urlsplit(url)
        if parts.scheme == "file" and not parts.netloc:
            path = Path(unquote(parts.path)).resolve()  # decode and resolve first, then compare
            if path.parent == FONT_FOLDER and path.suffix == ".ttf":
                return super().fetch(path.as_uri(), headers)
        message = f"Paper may not fetch {url[:200]}"
        raise ValueError(message)


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[Path],
    identifier: bytes,
    created: datetime,
    attachments: Iterable[Enclosed] = (),
    title: str,
    lang: str,
) -> bytes:
    """Give the PDF/A-3b of a page of HTML that is well-formed XML.

    `identifier` becomes the file's ID, `created` (aware) every date in it. Cost: about 5 ms a table row;
    callers bound their tables (400 rows). Raises ForbiddenAddressError.
    """
    moment = created.astimezone(UTC)
    try:
        fonts, style = _style(tuple(stylesheets))
        document = PrintedPage(html, NoFetch()).render(stylesheets=[style], font_config=fonts)
        meta = document.metadata
        meta.title, meta.lang = title, lang
        meta.created = meta.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        meta.attachments = [_attachment(enclosed, moment) for enclosed in attachments]
        return _write(document, identifier)
    except FatalURLFetchingError as refused:
        raise ForbiddenAddressError(str(refused)) from refused


def _write(document: Any, identifier: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves its colour profile open
        return bytes(
            document.write_pdf(
                pdf_variant="pdf/a-3b",
                pdf_tags=True,
                pdf_identifier=identifier,
                finisher=tidied,
            )
        )


@cache
def _style(stylesheets: tuple[Path, ...]) -> tuple[FontConfiguration, CSS]:
    """Build fonts and style once a process: new ones for each document leak 0.3 MB each (measured)."""
    fonts = FontConfiguration()
    text = "\n".join([_font_faces(), *(sheet.read_text() for sheet in stylesheets)])
    return fonts, CSS(string=text, font_config=fonts, url_fetcher=NoFetch())


def _font_faces() -> str:
    return "\n".join(
        f'@font-face {{ font-family: "Liberation Sans"; font-weight: {weight}; font-style: {style};'
        f' src: url("{(FONT_FOLDER / name).as_uri()}"); }}'
        for name, weight, style in FACES
    )


def _attachment(enclosed: Enclosed, moment: datetime) -> Attachment:
    return Attachment(
        string=enclosed.content,
        name=enclosed.name,
        description=enclosed.description or enclosed.name,
        relationship=enclosed.relationship,
        created=moment,
        modified=moment,
    )


def with_days(facts: Any, name: str = "", *, written: Callable[[str], Any] = date.fromisoformat) -> Any:
    """Give facts from JSON with days (`…_on`) and moments (`…_at`) as dates, to be written in words.

    `written` makes another thing of a day's text than a date.
    """
    match facts:
        case dict():
            return {key: with_days(value, key, written=written) for key, value in facts.items()}
        case list():
            return [with_days(value, name, written=written) for value in facts]
        case str() if name.endswith("_on") and facts:
            return written(facts)
        case str() if name.endswith("_at") and facts:
            return datetime.fromisoformat(facts)
    return facts
