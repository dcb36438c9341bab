"""Letters that carry certificates, and batches of approvals. What became of a letter is never changed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

STAYS = """
CREATE FUNCTION certificates_letter_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'waiting' OR NEW.address <> OLD.address OR NEW.message_id <> OLD.message_id
       OR NEW.certificate_id <> OLD.certificate_id OR NEW.sent_by IS DISTINCT FROM OLD.sent_by THEN
        RAISE EXCEPTION 'What was sent, to whom and by whom, is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_letter_stays BEFORE UPDATE OR DELETE ON certificates_letter
    FOR EACH ROW EXECUTE FUNCTION certificates_letter_stays();
"""
GOES = "DROP TRIGGER certificates_letter_stays ON certificates_letter; DROP FUNCTION certificates_letter_stays();"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_colleagues"),
        ("certificates", "0006_machine_twin"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("ordered_by", models.UUIDField()),
                ("request_key", models.UUIDField(default=uuid.uuid4)),
                ("reasons", models.TextField()),
                ("months", models.PositiveSmallIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BatchLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("approved", "approved"), ("blocked", "blocked")],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("blocked_because", models.TextField(blank=True, default="")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="certificates.batch",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_lines",
                        to="certificates.certificate",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("address", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=5)),
                ("line", models.CharField(blank=True, default="", max_length=300)),
                ("sent_by", models.UUIDField(null=True)),
                ("message_id", models.CharField(max_length=300, unique=True)),
                ("created_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "on its way"),
                            ("handed_over", "handed over"),
                            ("refused", "refused by the mail server"),
                            ("given_up", "given up"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("trouble", models.TextField(blank=True, default="")),
                ("pdf_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="certificates.certificate",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["body", "-created_at", "-id"], name="certificates_batches_of"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                fields=("ordered_by", "request_key"), name="certificates_one_batch_per_request"
            ),
        ),
        migrations.AddIndex(
            model_name="batchline",
            index=models.Index(
                condition=models.Q(("outcome", "waiting")),
                fields=["due_at"],
                name="certificates_batches_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.UniqueConstraint(
                fields=("batch", "certificate"), name="certificates_once_in_a_batch"
            ),
        ),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "approved")),
                fields=("certificate",),
                name="certificates_approved_by_one_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "blocked"), models.Q(("blocked_because", ""), _negated=True)),
                    models.Q(models.Q(("outcome", "blocked"), _negated=True), ("blocked_because", "")),
                    _connector="OR",
                ),
                name="certificates_blocked_with_a_sentence",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", False), ("outcome", "waiting")),
                    models.Q(models.Q(("outcome", "waiting"), _negated=True), ("due_at", None)),
                    _connector="OR",
                ),
                name="certificates_batch_line_due_while_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["due_at"],
                name="certificates_letters_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["certificate", "-created_at", "-id"], name="certificates_letters_of"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sent_by", None)),
                fields=("certificate", "address"),
                name="certificates_told_once_of_an_issue",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sent_by__isnull", False), ("state", "waiting")),
                fields=("certificate", "address"),
                name="certificates_one_letter_waits_per_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", False), ("ended_at", None), ("state", "waiting")),
                    models.Q(
                        models.Q(("state", "waiting"), _negated=True),
                        ("due_at", None),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="certificates_letter_ended_when_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "handed_over"), _negated=True),
                    models.Q(("pdf_sha256", ""), _negated=True),
                    _connector="OR",
                ),
                name="certificates_letter_handed_over_with_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "given_up"]), _negated=True),
                    models.Q(("trouble", ""), _negated=True),
                    _connector="OR",
                ),
                name="certificates_letter_says_why_not",
            ),
        ),
        migrations.RunSQL(STAYS, GOES),
    ]
