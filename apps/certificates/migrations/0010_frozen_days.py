"""The days, people and language of an approval are as frozen as the facts that print them; moments are set once."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION certificates_days_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.facts <> ''
        AND (NEW.valid_from, NEW.valid_until, NEW.decided_by, NEW.decided_at, NEW.evaluated_by, NEW.evaluated_at, NEW.language)
            IS DISTINCT FROM
            (OLD.valid_from, OLD.valid_until, OLD.decided_by, OLD.decided_at, OLD.evaluated_by, OLD.evaluated_at, OLD.language))
       OR (OLD.numbered_at IS NOT NULL AND NEW.numbered_at IS DISTINCT FROM OLD.numbered_at)
       OR (OLD.issued_at IS NOT NULL AND NEW.issued_at IS DISTINCT FROM OLD.issued_at) THEN
        RAISE EXCEPTION 'The validity, decision, language and moments of a certificate are frozen.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_days_stay BEFORE UPDATE ON certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION certificates_days_stay();
"""
THAW = (
    "DROP TRIGGER certificates_days_stay ON certificates_certificate; DROP FUNCTION certificates_days_stay();"
)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0009_frozen_rows_stay")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
