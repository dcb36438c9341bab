"""From a report's facts to the bytes of its PDF: the same facts and order give the same bytes."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.core.canonical import sha256
from apps.core.pdf import render_pdf
from apps.studies.documents.reports.contents import contents_of
from apps.studies.documents.reports.enclosed import enclosed_files
from apps.studies.services.papers import Printing

STYLESHEETS: Final = ("tokens.css", "report.css")


def printed(printing: Printing) -> bytes:
    """Give the PDF/A-3b of a report in the language it was ordered in, with its files inside."""
    facts = printing.facts
    with override(printing.language):
        contents = contents_of(facts)
        html = render_to_string(
            "studies/report_paper.html", {"report": contents, "printed_at": printing.ordered_at}
        )
        return render_pdf(
            html,
            stylesheets=_stylesheets(),
            identifier=bytes.fromhex(
                sha256(f"{facts.run.inputs_sha256} {facts.rulings_sha256} {printing.language}")
            )[:16],
            created=printing.ordered_at,
            attachments=enclosed_files(facts, printing.source),
            title=_("Report of the joint study %(reference)s") % {"reference": facts.reference},
            lang=printing.language,
        )


def _stylesheets() -> list[Path]:
    """Find the styles in the source, not where they are collected for the web."""
    folder = Path(settings.STATICFILES_DIRS[0]) / "css"
    return [folder / name for name in STYLESHEETS]
