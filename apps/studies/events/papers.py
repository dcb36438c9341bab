"""News about the report of a closed study on paper."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Words
from apps.studies.events.studies import StudyEvent


@dataclass(frozen=True, kw_only=True)
class PaperEvent(StudyEvent):
    """The report on paper, of a closed study."""

    sentence: ClassVar[Words] = ""
    paper_id: int
    run: int
    language: str


@dataclass(frozen=True, kw_only=True)
class PaperOrdered(PaperEvent):
    sentence: ClassVar[Words] = _("Ordered the report of run {run} as a PDF ({language}).")


@dataclass(frozen=True, kw_only=True)
class PaperMade(PaperEvent):
    sentence: ClassVar[Words] = _("Made the report of run {run} as a PDF ({language}, SHA-256 {pdf_sha256}).")
    pdf_sha256: str


@dataclass(frozen=True, kw_only=True)
class PaperFailed(PaperEvent):
    sentence: ClassVar[Words] = _("The report of run {run} ({language}) could not be made.")


@dataclass(frozen=True, kw_only=True)
class PaperOutdated(PaperEvent):
    sentence: ClassVar[Words] = _(
        "The report of run {run} ({language}) was not made: the rulings had changed meanwhile."
    )
