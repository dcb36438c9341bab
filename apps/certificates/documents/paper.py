"""From frozen facts to the bytes of the PDF: the same facts, number and moment give the same bytes."""

from datetime import UTC, date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.certificates.documents.pictures import pictures_of
from apps.certificates.projections.facts import read
from apps.certificates.projections.sides import ALSO, first_of, second_of
from apps.certificates.sealing.enclosed import ENCLOSED, enclosed_text
from apps.certificates.selectors import verify_address
from apps.certificates.services import Printing
from apps.core.canonical import sha256
from apps.core.charts.svg import SVG
from apps.core.fonts import FACES, FONT_FOLDER
from apps.core.pdf import Enclosed, render_pdf, with_days
from apps.core.templatetags.figures import day
from apps.core.two_languages import side_by_side

STYLESHEETS: Final = ("tokens.css", "paper.css")
TEMPLATES: Final = ("paper.html", "_changes.html", "_concluded.html", "_margins.html", "rosette.svg")
RENDERERS: Final = ("weasyprint", "pydyf", "vl-convert-python", "segno")


def printed(printing: Printing) -> bytes:
    """Give the PDF/A-3b of a certificate, in the language or the two languages its facts are frozen in."""
    facts = read(printing.facts)
    language, second = facts["language"], facts.get(ALSO, {}).get("language")
    with override(language):
        html = render_to_string("certificates/paper.html", _context(printing, second))
    return render_pdf(
        html,
        stylesheets=_stylesheets(),
        identifier=bytes.fromhex(printing.facts_sha256)[:16],
        created=printing.numbered_at,
        attachments=[Enclosed(name=ENCLOSED, content=_twin(printing).encode())],
        title=f"{facts['title']} {printing.number}",
        lang=language,
    )


@cache
def made_with() -> str:
    """Say what turns facts into this paper: a hash of templates, styles and fonts, and what draws it.

    Who wants the same bytes again in years needs these versions.
    """
    templates = [get_template(f"certificates/{name}") for name in TEMPLATES]
    sources = [Path(one.origin.name) for one in templates]  # type: ignore[attr-defined]  # Django's own have it
    faces = [FONT_FOLDER / name for name, _weight, _style in FACES]
    files = [*sources, *_stylesheets(), *faces]
    content = sha256(" ".join(sha256(file.read_bytes()) for file in files))
    return ", ".join([f"paper {content[:16]}", *(f"{name} {version(name)}" for name in RENDERERS)])


def _context(printing: Printing, second: str | None) -> dict[str, Any]:
    facts = read(printing.facts) | {"number": printing.number}
    address = verify_address(printing.number, printing.facts_sha256)
    context = {"qr_svg": qr(address), "verify_url": address, "fingerprint": printing.facts_sha256}
    if second is None:
        in_words: dict[str, Any] = with_days(facts, written=lambda text: day(date.fromisoformat(text)))
        return context | {"facts": _drawn(in_words)}
    shown = _drawn(first_of(facts))  # with its days as 2026-05-03, which both languages read
    with override(second):
        other = _drawn(second_of(facts) or facts)
    both = side_by_side(shown, other, second)
    for picture, drawn in zip(both["pictures"], shown["pictures"], strict=True):
        picture["svg"] = drawn["svg"]  # one picture under a caption in both
    return context | {"facts": both, "sides": (shown, other), "second_language": second}


def _drawn(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"pictures": pictures_of(facts)}


def _twin(printing: Printing) -> str:
    numbered_at = printing.numbered_at.astimezone(UTC).isoformat(timespec="seconds")
    return enclosed_text(printing.facts, printing.facts_sha256, printing.number, numbered_at)


def _stylesheets() -> list[Path]:
    """Find the styles in the source, not where they are collected for the web."""
    folder = Path(settings.STATICFILES_DIRS[0]) / "css"
    return [folder / name for name in STYLESHEETS]


def qr(address: str) -> str:
    """Draw an address as a QR code, error correction M, scaling with its box."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    svg: str = code.svg_inline(omitsize=True, title=_("QR code of the verification address"))
    return svg.replace("<svg ", f'<svg xmlns="{SVG}" ', 1)
