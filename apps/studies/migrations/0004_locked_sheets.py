"""What is handed in is locked by the database too: the sheet, its results, and the raw files beside it."""

from django.db import migrations

LOCK = """
CREATE FUNCTION studies_sheet_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.version IS NOT NULL AND (
        TG_OP = 'DELETE'
        OR NOT (NEW.state = OLD.state OR (OLD.state = 'taken' AND NEW.state = 'replaced'))
        OR (NEW.enrolment_id, NEW.file_name, NEW.sha256, NEW.version, NEW.reason, NEW.analyst, NEW.instrument,
            NEW.rows_total, NEW.handed_in_by, NEW.handed_in_at)
           IS DISTINCT FROM
           (OLD.enrolment_id, OLD.file_name, OLD.sha256, OLD.version, OLD.reason, OLD.analyst, OLD.instrument,
            OLD.rows_total, OLD.handed_in_by, OLD.handed_in_at)
    ) THEN
        RAISE EXCEPTION 'A sheet that was handed in is locked.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER studies_sheet_locked BEFORE UPDATE OR DELETE ON studies_sheet
    FOR EACH ROW EXECUTE FUNCTION studies_sheet_locked();

CREATE FUNCTION studies_of_a_sheet_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE concerned uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.sheet_id ELSE OLD.sheet_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM studies_sheet WHERE id = concerned AND version IS NOT NULL) THEN
        RAISE EXCEPTION 'What stands on a sheet that was handed in is locked.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- Not before INSERT: results come by COPY, before their sheet counts, and many at once.
CREATE TRIGGER studies_result_locked BEFORE UPDATE OR DELETE ON studies_result
    FOR EACH ROW EXECUTE FUNCTION studies_of_a_sheet_locked();
CREATE TRIGGER studies_attachment_locked BEFORE INSERT OR UPDATE OR DELETE ON studies_attachment
    FOR EACH ROW EXECUTE FUNCTION studies_of_a_sheet_locked();
"""
UNLOCK = """
DROP TRIGGER studies_attachment_locked ON studies_attachment;
DROP TRIGGER studies_result_locked ON studies_result;
DROP FUNCTION studies_of_a_sheet_locked();
DROP TRIGGER studies_sheet_locked ON studies_sheet;
DROP FUNCTION studies_sheet_locked();
"""


class Migration(migrations.Migration):
    dependencies = [("studies", "0003_locked_protocol")]

    operations = [migrations.RunSQL(LOCK, UNLOCK)]
