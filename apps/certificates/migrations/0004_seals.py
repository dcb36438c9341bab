"""Seals, and every file that went out, by its hash."""

import django.db.models.deletion
from django.db import migrations, models

FROZEN = """
CREATE OR REPLACE FUNCTION certificates_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.facts <> '' AND (NEW.facts <> OLD.facts OR NEW.facts_sha256 <> OLD.facts_sha256))
       OR (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number)
       OR (OLD.pdf_sha256 <> '' AND NEW.pdf_sha256 <> OLD.pdf_sha256
           AND (NEW.pdf_sha256 = '' OR NEW.seal_id IS NOT DISTINCT FROM OLD.seal_id)) THEN
        RAISE EXCEPTION 'The facts, number and file of a certificate are frozen.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION certificates_issued_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A file that was issued stays in the register.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certificates_issued_file_stays BEFORE UPDATE OR DELETE ON certificates_issuedfile
    FOR EACH ROW EXECUTE FUNCTION certificates_issued_file_stays();
"""
THAWED = """
DROP TRIGGER certificates_issued_file_stays ON certificates_issuedfile;
DROP FUNCTION certificates_issued_file_stays();
CREATE OR REPLACE FUNCTION certificates_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.facts <> '' AND (NEW.facts <> OLD.facts OR NEW.facts_sha256 <> OLD.facts_sha256))
       OR (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number)
       OR (OLD.pdf_sha256 <> '' AND NEW.pdf_sha256 <> OLD.pdf_sha256) THEN
        RAISE EXCEPTION 'The facts, number and file of a certificate are frozen.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# A file issued before there were seals stays known by its hash.
KNOWN = """
INSERT INTO certificates_sealkey (fingerprint, name, certificate, roots, not_before, not_after, is_test, registered_at,
                                  retired_at)
SELECT repeat('0', 64), 'without a seal', '', '', min(issued_at) - interval '1 day', max(issued_at) + interval '1 day',
       true, min(issued_at), min(issued_at)
FROM certificates_certificate WHERE pdf_sha256 <> '' HAVING count(*) > 0;
INSERT INTO certificates_issuedfile (certificate_id, sha256, seal_id, made_at)
SELECT certificate.id, pdf_sha256, seal.id, issued_at FROM certificates_certificate certificate, certificates_sealkey seal
WHERE pdf_sha256 <> '';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0003_frozen_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("certificate", models.TextField()),
                ("roots", models.TextField()),
                ("not_before", models.DateTimeField()),
                ("not_after", models.DateTimeField()),
                ("is_test", models.BooleanField()),
                ("registered_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("compromised_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("is_test"),
                        condition=models.Q(("compromised_at", None), ("retired_at", None)),
                        name="certificates_one_seal_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("not_after__gt", models.F("not_before"))),
                        name="certificates_seal_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="certificates.certificate",
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="certificates.sealkey",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="certificate",
            name="seal",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="certificates.sealkey",
            ),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.RunSQL(FROZEN, THAWED),
    ]
