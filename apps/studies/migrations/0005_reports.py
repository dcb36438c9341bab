"""Scores beside each run, and the report on paper, which stays as it was made."""

import django.db.models.deletion
from django.db import migrations, models

LOCK = """
CREATE FUNCTION studies_paper_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'made' OR TG_OP = 'DELETE'
        OR (NEW.study_id, NEW.run_id, NEW.language, NEW.rulings_sha256, NEW.ordered_at)
           IS DISTINCT FROM (OLD.study_id, OLD.run_id, OLD.language, OLD.rulings_sha256, OLD.ordered_at)
    THEN
        RAISE EXCEPTION 'A report that was ordered or made is locked.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER studies_paper_locked BEFORE UPDATE OR DELETE ON studies_paper
    FOR EACH ROW EXECUTE FUNCTION studies_paper_locked();
"""
UNLOCK = """
DROP TRIGGER studies_paper_locked ON studies_paper;
DROP FUNCTION studies_paper_locked();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0004_locked_sheets"),
    ]

    operations = [
        migrations.AddField(
            model_name="analysis",
            name="scores",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("rulings_sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ordered", "being made"),
                            ("made", "made"),
                            ("failed", "could not be made"),
                            ("outdated", "not made: the rulings changed"),
                        ],
                        default="ordered",
                        max_length=20,
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True, default="")),
                ("pdf_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="studies.analysis",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="studies.study"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ordered")),
                        fields=["due_at"],
                        name="studies_papers_ordered",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "language", "rulings_sha256"), name="studies_paper_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "tr"])), name="studies_paper_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("made_at__isnull", False),
                                ("state", "made"),
                                models.Q(("pdf_sha256", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "made"), _negated=True),
                                ("made_at", None),
                                ("pdf_sha256", ""),
                            ),
                            _connector="OR",
                        ),
                        name="studies_paper_made_has_its_file",
                    ),
                ],
            },
        ),
        migrations.RunSQL(LOCK, UNLOCK),
    ]
