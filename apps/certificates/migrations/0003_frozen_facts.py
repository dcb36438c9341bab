"""Facts and number of a certificate, once set, never change."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION certificates_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.facts <> '' AND (NEW.facts <> OLD.facts OR NEW.facts_sha256 <> OLD.facts_sha256))
       OR (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number)
       OR (OLD.pdf_sha256 <> '' AND NEW.pdf_sha256 <> OLD.pdf_sha256) THEN
        RAISE EXCEPTION 'The facts, number and file of a certificate are frozen.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificates_frozen BEFORE UPDATE ON certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION certificates_frozen();
"""
THAW = "DROP TRIGGER certificates_frozen ON certificates_certificate; DROP FUNCTION certificates_frozen();"


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
