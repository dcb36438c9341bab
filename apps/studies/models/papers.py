"""The report of a study on paper."""

from django.db import models
from django.db.models import Q

from apps.studies.models.analysis import Analysis
from apps.studies.models.studies import Study
from apps.studies.states import PaperState


class Paper(models.Model):
    """The report as a PDF: one for each run, language and state of the rulings, made by a worker exactly once.

    `rulings_sha256` stands for what was ruled when it was ordered. The file lies under its SHA-256 in
    MEDIA_ROOT/reports; `ordered_at` is every date in it, so that the same bytes come out of a second attempt.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="papers")
    run = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="papers")
    language = models.CharField(max_length=5)
    rulings_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=PaperState, default=PaperState.ORDERED)
    ordered_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)
    pdf_sha256 = models.CharField(max_length=64, default="", blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "language", "rulings_sha256"], name="studies_paper_once"),
            models.CheckConstraint(condition=Q(language__in=["en", "tr"]), name="studies_paper_language"),
            models.CheckConstraint(
                condition=Q(state="made", made_at__isnull=False) & ~Q(pdf_sha256="")
                | ~Q(state="made") & Q(made_at=None, pdf_sha256=""),
                name="studies_paper_made_has_its_file",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="studies_papers_ordered", condition=Q(state="ordered"))
        ]
