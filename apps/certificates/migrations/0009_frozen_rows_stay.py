"""What is frozen is never deleted, also before it has its number."""

from django.db import migrations

LIFE = """
CREATE FUNCTION certificates_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.facts <> '' THEN
        RAISE EXCEPTION 'A certificate whose facts are frozen is never deleted.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER certificates_stays BEFORE DELETE ON certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION certificates_stays();
"""
BACK = "DROP TRIGGER certificates_stays ON certificates_certificate; DROP FUNCTION certificates_stays();"


class Migration(migrations.Migration):
    dependencies = [("certificates", "0008_directory")]
    operations = [migrations.RunSQL(LIFE, BACK)]
