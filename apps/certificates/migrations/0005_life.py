"""Suspended and superseded; amendments; the calendar. Terminal states never leave, an amendment keeps its words."""

import django.db.models.deletion
from django.db import migrations, models

LIVE = """
CREATE FUNCTION certificates_life() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.number IS NOT NULL THEN
            RAISE EXCEPTION 'A certificate with a number is never deleted.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state IN ('refused', 'failed', 'withdrawn', 'superseded')
           AND (NEW.state, NEW.withdrawn_at, NEW.withdrawn_reason, NEW.superseded_at, NEW.superseded_by_id)
               IS DISTINCT FROM
               (OLD.state, OLD.withdrawn_at, OLD.withdrawn_reason, OLD.superseded_at, OLD.superseded_by_id) THEN
            RAISE EXCEPTION 'The life of this certificate has ended.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.replaces_id IS DISTINCT FROM OLD.replaces_id OR NEW.amendment_reason <> OLD.amendment_reason THEN
            RAISE EXCEPTION 'What an amendment replaces, and why, is frozen.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSIF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM certificates_certificate AS former
        WHERE former.id = NEW.replaces_id AND former.study_id = NEW.study_id AND former.material_id = NEW.material_id
          AND former.holder_id = NEW.holder_id AND former.body_id = NEW.body_id
    ) THEN
        RAISE EXCEPTION 'An amendment is of the same study, material, holder and body.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.superseded_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM certificates_certificate AS successor WHERE successor.id = NEW.superseded_by_id AND successor.replaces_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'A certificate is superseded by its own amendment only.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_life BEFORE INSERT OR UPDATE OR DELETE ON certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION certificates_life();
"""
DEAD = "DROP TRIGGER certificates_life ON certificates_certificate; DROP FUNCTION certificates_life();"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_colleagues"),
        ("certificates", "0004_seals"),
        ("materials", "0001_initial"),
        ("studies", "0008_told_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("expiry", "expiry"), ("surveillance", "surveillance")], max_length=20
                    ),
                ),
                ("day", models.DateField()),
                ("days_before", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Surveillance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                ("done_on", models.DateField()),
                ("note", models.TextField()),
                ("done_by", models.UUIDField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="certificate",
            name="certificates_one_live_per_study_and_holder",
        ),
        migrations.RemoveConstraint(
            model_name="certificate",
            name="certificates_issued_has_its_pdf",
        ),
        migrations.AddField(
            model_name="certificate",
            name="amendment_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="certificate",
            name="reinstated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="reinstated_code",
            field=models.CharField(
                blank=True,
                choices=[
                    ("corrected", "the cause is corrected"),
                    ("assessed", "an assessment found that it conforms"),
                    ("unfounded", "the suspension was unfounded"),
                    ("other", "another reason"),
                ],
                default="",
                max_length=30,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="reinstated_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="certificate",
            name="replaces",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="certificates.certificate",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="superseded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="superseded_by",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="certificates.certificate",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="suspended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="suspended_code",
            field=models.CharField(
                blank=True,
                choices=[
                    ("surveillance_overdue", "surveillance is overdue"),
                    ("nonconformity", "a nonconformity is not corrected"),
                    ("change_not_assessed", "material or process changed and was not assessed"),
                    ("misuse", "the certificate is used wrongly"),
                    ("at_request", "the holder asked for it"),
                    ("other", "another reason"),
                ],
                default="",
                max_length=30,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="suspended_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="state",
            field=models.CharField(
                choices=[
                    ("requested", "requested"),
                    ("evaluated", "evaluated"),
                    ("approved", "approved"),
                    ("refused", "refused"),
                    ("issuing", "being made"),
                    ("issued", "issued"),
                    ("failed", "void – not issued"),
                    ("suspended", "suspended"),
                    ("withdrawn", "withdrawn"),
                    ("superseded", "superseded"),
                ],
                default="requested",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "failed", "withdrawn", "superseded"]), _negated=True),
                    models.Q(
                        ("replaces__isnull", False),
                        ("state__in", ["requested", "evaluated", "approved", "issuing"]),
                        _negated=True,
                    ),
                ),
                fields=("study", "material", "holder"),
                name="certificates_one_live_per_study_and_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("replaces__isnull", False), models.Q(("state__in", ["refused", "failed"]), _negated=True)
                ),
                fields=("replaces",),
                name="certificates_one_amendment_of_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amendment_reason", ""), ("replaces", None)),
                    models.Q(
                        ("replaces__isnull", False),
                        models.Q(("amendment_reason", ""), _negated=True),
                        models.Q(("replaces", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="certificates_amendment_has_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at__isnull", False),
                        ("state__in", ["issued", "suspended", "withdrawn", "superseded"]),
                        models.Q(("pdf_sha256", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["issued", "suspended", "withdrawn", "superseded"]), _negated=True
                        ),
                        ("issued_at", None),
                        ("pdf_sha256", ""),
                    ),
                    _connector="OR",
                ),
                name="certificates_issued_has_its_pdf",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "superseded"), _negated=True),
                        ("superseded_at", None),
                        ("superseded_by", None),
                    ),
                    models.Q(
                        ("state", "superseded"),
                        ("superseded_at__isnull", False),
                        ("superseded_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="certificates_superseded_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("suspended_at", None),
                        ("suspended_code", ""),
                        ("suspended_reason", ""),
                        models.Q(("state", "suspended"), _negated=True),
                        ("reinstated_at", None),
                    ),
                    models.Q(
                        ("reinstated_at", None),
                        ("state", "suspended"),
                        ("suspended_at__isnull", False),
                        models.Q(("suspended_code", ""), _negated=True),
                        models.Q(("suspended_reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("reinstated_at__isnull", False), ("state", "issued"), ("suspended_at__isnull", False)
                    ),
                    models.Q(("state__in", ["withdrawn", "superseded"]), ("suspended_at__isnull", False)),
                    _connector="OR",
                ),
                name="certificates_suspended_when_suspended",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reinstated_at", None), ("reinstated_code", ""), ("reinstated_reason", "")),
                    models.Q(
                        ("reinstated_at__isnull", False),
                        models.Q(("reinstated_code", ""), _negated=True),
                        models.Q(("reinstated_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="certificates_reinstated_with_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="certificates.certificate",
            ),
        ),
        migrations.AddField(
            model_name="surveillance",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="surveillances",
                to="certificates.certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("certificate", "kind", "day", "days_before"), name="certificates_reminded_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveillance",
            constraint=models.UniqueConstraint(
                fields=("certificate", "due_on"), name="certificates_surveillance_done_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveillance",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="certificates_surveillance_has_its_note"
            ),
        ),
        migrations.RunSQL(LIVE, DEAD),
    ]
