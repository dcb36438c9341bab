"""From frozen facts to the bytes of the PDF: the same facts, number and moment give the same bytes."""

from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.certificates.projections.facts import read
from apps.certificates.sealing.enclosed import ENCLOSED, enclosed_text
from apps.certificates.selectors import verify_address
from apps.certificates.services import Printing
from apps.core import charts
from apps.core.pdf import Enclosed, render_pdf, with_days

STYLESHEETS: Final = ("tokens.css", "paper.css")


def printed(printing: Printing) -> bytes:
    """Give the PDF/A-3b of a certificate, in the language its facts are frozen in."""
    facts = read(printing.facts) | {"number": printing.number}
    address = verify_address(printing.number, printing.facts_sha256)
    with override(printing.language):
        plot, svg = plot_of(facts, printing.language)
        context = {
            "facts": with_days(facts | {"plot": plot}),
            "plot_svg": svg,
            "qr_svg": qr(address),
            "verify_url": address,
            "fingerprint": printing.facts_sha256,
        }
        html = render_to_string("certificates/paper.html", context)
    return render_pdf(
        html,
        stylesheets=_stylesheets(),
        identifier=bytes.fromhex(printing.facts_sha256)[:16],
        created=printing.numbered_at,
        attachments=[Enclosed(name=ENCLOSED, content=_twin(printing).encode())],
        title=f"{facts['title']} {printing.number}",
        lang=printing.language,
    )


def _twin(printing: Printing) -> str:
    numbered_at = printing.numbered_at.astimezone(UTC).isoformat(timespec="seconds")
    return enclosed_text(printing.facts, printing.facts_sha256, printing.number, numbered_at)


def _stylesheets() -> list[Path]:
    """Find the styles in the source, not where they are collected for the web."""
    folder = Path(settings.STATICFILES_DIRS[0]) / "css"
    return [folder / name for name in STYLESHEETS]


def qr(address: str) -> str:
    """Draw an address as a QR code, error correction M, scaling with its box."""
    svg: str = segno.make(address, error="m", boost_error=False, micro=False).svg_inline(omitsize=True)
    return svg


def plot_of(facts: dict[str, Any], language: str) -> tuple[dict[str, str] | None, str]:
    """Draw the characteristic that comes closest to a limit; ("", nothing) if none was measured."""
    rows = [row for row in facts["results"] if row["dots"] and row["exact"]["mean"]]
    if not rows:
        return None, ""
    row = min(rows, key=_room)
    words = {"name": row["characteristic"], "count": len(row["dots"])}
    title = _title(row) % words
    text = _("%(name)s: every result (circles) and the mean of each laboratory (bars).") % words
    spec = charts.LabDots(
        title=title,
        description=text,
        locale="tr" if language == "tr" else "en",
        laboratories=tuple(
            charts.LabCell(label=code, replicates=tuple(map(float, values))) for code, values in row["dots"]
        ),
        x_title=_("Laboratory"),
        y_title=f"{row['characteristic']} [{row['unit']}]",
        mean=charts.Line(value=float(row["exact"]["mean"]), label=_("mean")),
        limits=tuple(_limits(row)),
    )
    return {"title": title, "text": text}, charts.render(spec)


def _title(row: dict[str, Any]) -> str:
    if row["limit_low"] is None and row["limit_high"] is None:
        return _("%(name)s as %(count)d laboratories measured it")
    if row["verdict"] == "pass":
        return _("%(name)s lies within its limits, also at the ends of its uncertainty")
    return _("%(name)s lies too close to a limit to be decided")


def _limits(row: dict[str, Any]) -> list[charts.Line]:
    named = ((row["limit_low"], _("lower limit")), (row["limit_high"], _("upper limit")))
    return [charts.Line(value=float(value), label=label) for value, label in named if value is not None]


def _room(row: dict[str, Any]) -> Decimal:
    """Give the distance to the nearer limit in units of U; endless without limits."""
    exact = row["exact"]
    mean, uncertainty = Decimal(exact["mean"]), Decimal(exact["uncertainty"] or 0)
    ends = [Decimal(exact[name]) for name in ("limit_low", "limit_high") if exact[name] is not None]
    if not ends or not uncertainty:
        return Decimal("Infinity")
    return min(abs(mean - end) for end in ends) / uncertainty
