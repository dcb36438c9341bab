"""A locked protocol is kept by the database too: its versions, and what may not change after a result."""

from django.db import migrations

LOCK = """
CREATE FUNCTION studies_protocol_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE concerned uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.study_id ELSE OLD.study_id END;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.study_id, NEW.code, NEW.unit, NEW.direction, NEW.margin_kind, NEW.margin_low, NEW.margin_high, NEW.transformation)
           IS NOT DISTINCT FROM
           (OLD.study_id, OLD.code, OLD.unit, OLD.direction, OLD.margin_kind, OLD.margin_low, OLD.margin_high, OLD.transformation)
        THEN RETURN NEW; END IF;
    END IF;
    IF EXISTS (
        SELECT 1 FROM studies_result result
        JOIN studies_sheet sheet ON sheet.id = result.sheet_id
        JOIN studies_enrolment enrolment ON enrolment.id = sheet.enrolment_id
        WHERE enrolment.study_id = concerned
    ) THEN
        RAISE EXCEPTION 'After the first result characteristics, units, margins, directions and transformations stand as locked.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER studies_protocol_locked BEFORE INSERT OR UPDATE OR DELETE ON studies_characteristic
    FOR EACH ROW EXECUTE FUNCTION studies_protocol_locked();

CREATE FUNCTION studies_version_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A version of a protocol is immutable.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER studies_version_immutable BEFORE UPDATE OR DELETE ON studies_protocolversion
    FOR EACH ROW EXECUTE FUNCTION studies_version_immutable();
"""
UNLOCK = """
DROP TRIGGER studies_protocol_locked ON studies_characteristic; DROP FUNCTION studies_protocol_locked();
DROP TRIGGER studies_version_immutable ON studies_protocolversion; DROP FUNCTION studies_version_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("studies", "0002_blinding")]

    operations = [migrations.RunSQL(LOCK, UNLOCK)]
