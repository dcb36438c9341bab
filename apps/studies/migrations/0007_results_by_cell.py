"""Results are stored by cell: the replicates of a sheet's item and characteristic in one row.

What three foreign keys promised for each row, the database now keeps once a statement (decisions/0014).
"""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

MOVE = """
INSERT INTO studies_cell (sheet_id, item_id, characteristic_id, reported, qualifiers, uncertainties)
SELECT cell.sheet_id, cell.item_id, cell.characteristic_id,
    array_agg(CASE WHEN result.qualifier <> 'ND' THEN result.reported END ORDER BY at),
    CASE WHEN bool_or(result.qualifier <> '') THEN array_agg(coalesce(result.qualifier, '') ORDER BY at) END,
    CASE WHEN bool_or(result.uncertainty IS NOT NULL) THEN array_agg(result.uncertainty ORDER BY at) END
FROM (
    SELECT sheet_id, item_id, characteristic_id, max(replicate) AS size FROM studies_result GROUP BY 1, 2, 3
) cell
CROSS JOIN generate_series(1, cell.size) AS at
LEFT JOIN studies_result result ON result.replicate = at
    AND result.sheet_id = cell.sheet_id
    AND result.item_id = cell.item_id
    AND result.characteristic_id = cell.characteristic_id
GROUP BY 1, 2, 3;
"""
MOVE_BACK = """
INSERT INTO studies_result
    (sheet_id, item_id, characteristic_id, replicate, qualifier, value, reported, uncertainty)
SELECT sheet_id, item_id, characteristic_id, at, coalesce(qualifier, ''), digits::numeric,
    coalesce(digits, ''), uncertainty
FROM studies_cell, unnest(reported, qualifiers, uncertainties) WITH ORDINALITY
    AS result (digits, qualifier, uncertainty, at)
WHERE digits IS NOT NULL OR qualifier = 'ND';
"""

CHECKS = """
ALTER TABLE studies_cell
    ADD CONSTRAINT studies_cell_by_replicate CHECK (
        cardinality(reported) > 0 AND array_ndims(reported) = 1 AND array_lower(reported, 1) = 1
        AND (qualifiers IS NULL OR array_dims(qualifiers) IS NOT DISTINCT FROM array_dims(reported))
        AND (uncertainties IS NULL OR array_dims(uncertainties) IS NOT DISTINCT FROM array_dims(reported))
    ),
    -- Not a number, and infinite, lie above it.
    ADD CONSTRAINT studies_cell_numbers CHECK (
        1e15 > ALL (reported::numeric[]) AND -1e15 < ALL (reported::numeric[])
    ),
    ADD CONSTRAINT studies_uncertainty_positive CHECK (0 < ALL (uncertainties)),
    ADD CONSTRAINT studies_cell_value_unless_not_detected CHECK (
        qualifiers IS NULL OR studies_qualified(reported, qualifiers)
    );
"""
QUALIFIED = """
CREATE FUNCTION studies_qualified(reported varchar[], qualifiers varchar[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT bool_and(CASE
        WHEN qualifier = '' THEN true
        WHEN qualifier = 'ND' THEN digits IS NULL
        ELSE qualifier IN ('<', '>') AND digits IS NOT NULL
    END) FROM unnest(reported, qualifiers) AS result (digits, qualifier)
$$;
"""

REFERS = """
CREATE FUNCTION studies_cell_refers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Held to the end of the transaction as a foreign key holds them; always in one order, so that nobody waits
    -- in a circle. What somebody has deleted is gone from the statement that follows.
    PERFORM FROM studies_sheet WHERE id IN (SELECT sheet_id FROM fresh) ORDER BY id FOR KEY SHARE;
    PERFORM FROM studies_item WHERE id IN (SELECT item_id FROM fresh) ORDER BY id FOR KEY SHARE;
    PERFORM FROM studies_characteristic WHERE id IN (SELECT characteristic_id FROM fresh)
        ORDER BY id FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM fresh
        LEFT JOIN (studies_sheet sheet JOIN studies_enrolment enrolment ON enrolment.id = sheet.enrolment_id)
            ON sheet.id = fresh.sheet_id
        LEFT JOIN studies_item item ON item.id = fresh.item_id AND item.study_id = enrolment.study_id
        LEFT JOIN studies_characteristic characteristic
            ON characteristic.id = fresh.characteristic_id AND characteristic.study_id = enrolment.study_id
        WHERE item.id IS NULL OR characteristic.id IS NULL
    ) THEN
        RAISE EXCEPTION 'Results belong to a sheet, an item and a characteristic of one study.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'studies_cell_refers';
    END IF;
    IF EXISTS (
        SELECT FROM studies_sheet WHERE id IN (SELECT sheet_id FROM fresh) AND version IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'What stands on a sheet that was handed in is locked.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER studies_cell_refers AFTER INSERT ON studies_cell REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION studies_cell_refers();

CREATE FUNCTION studies_cell_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Results stay on their sheet, with their item and characteristic.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER studies_cell_stays BEFORE UPDATE ON studies_cell FOR EACH ROW
    WHEN ((OLD.sheet_id, OLD.item_id, OLD.characteristic_id)
        IS DISTINCT FROM (NEW.sheet_id, NEW.item_id, NEW.characteristic_id))
    EXECUTE FUNCTION studies_cell_stays();
CREATE TRIGGER studies_cell_locked BEFORE UPDATE OR DELETE ON studies_cell
    FOR EACH ROW EXECUTE FUNCTION studies_of_a_sheet_locked();
"""
UNREFER = """
DROP FUNCTION studies_cell_refers() CASCADE;
DROP FUNCTION studies_cell_stays() CASCADE;
DROP TRIGGER studies_cell_locked ON studies_cell;
"""

# After the row is gone or moved: whoever stores results that refer to it has ended by then, as both lock the row.
# An item's or a characteristic's cells lie on sheets of its own study, so nobody has to search elsewhere.
REFERRED = """
CREATE FUNCTION studies_still_referred() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found boolean;
BEGIN
    IF TG_TABLE_NAME = 'studies_sheet' THEN
        SELECT EXISTS (SELECT FROM studies_cell WHERE sheet_id = OLD.id) INTO found;
    ELSE
        EXECUTE format(
            'SELECT EXISTS (
                SELECT FROM studies_enrolment enrolment
                JOIN studies_sheet sheet ON sheet.enrolment_id = enrolment.id
                JOIN studies_cell cell ON cell.sheet_id = sheet.id
                WHERE enrolment.study_id = $1 AND cell.%I = $2
            )', TG_ARGV[0]
        ) INTO found USING OLD.study_id, OLD.id;
    END IF;
    IF found THEN
        RAISE EXCEPTION 'Results refer to it.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'studies_still_referred';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER studies_sheet_referred AFTER DELETE ON studies_sheet
    FOR EACH ROW EXECUTE FUNCTION studies_still_referred();
CREATE TRIGGER studies_sheet_stays AFTER UPDATE ON studies_sheet FOR EACH ROW
    WHEN ((OLD.id, OLD.enrolment_id) IS DISTINCT FROM (NEW.id, NEW.enrolment_id))
    EXECUTE FUNCTION studies_still_referred();
CREATE TRIGGER studies_item_referred AFTER DELETE ON studies_item
    FOR EACH ROW EXECUTE FUNCTION studies_still_referred('item_id');
CREATE TRIGGER studies_item_stays AFTER UPDATE ON studies_item FOR EACH ROW
    WHEN ((OLD.id, OLD.study_id) IS DISTINCT FROM (NEW.id, NEW.study_id))
    EXECUTE FUNCTION studies_still_referred('item_id');
CREATE TRIGGER studies_characteristic_referred AFTER DELETE ON studies_characteristic
    FOR EACH ROW EXECUTE FUNCTION studies_still_referred('characteristic_id');
CREATE TRIGGER studies_characteristic_stays AFTER UPDATE ON studies_characteristic FOR EACH ROW
    WHEN ((OLD.id, OLD.study_id) IS DISTINCT FROM (NEW.id, NEW.study_id))
    EXECUTE FUNCTION studies_still_referred('characteristic_id');
"""

# As in 0003, but for the table that holds the results.
PROTOCOL_LOCKED = """
CREATE OR REPLACE FUNCTION studies_protocol_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE concerned uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.study_id ELSE OLD.study_id END;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.study_id, NEW.code, NEW.unit, NEW.direction, NEW.margin_kind, NEW.margin_low, NEW.margin_high, NEW.transformation)
           IS NOT DISTINCT FROM
           (OLD.study_id, OLD.code, OLD.unit, OLD.direction, OLD.margin_kind, OLD.margin_low, OLD.margin_high, OLD.transformation)
        THEN RETURN NEW; END IF;
    END IF;
    IF EXISTS (
        SELECT 1 FROM {table} result
        JOIN studies_sheet sheet ON sheet.id = result.sheet_id
        JOIN studies_enrolment enrolment ON enrolment.id = sheet.enrolment_id
        WHERE enrolment.study_id = concerned
    ) THEN
        RAISE EXCEPTION 'After the first result characteristics, units, margins, directions and transformations stand as locked.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
BEFORE = """
CREATE TRIGGER studies_result_locked BEFORE UPDATE OR DELETE ON studies_result
    FOR EACH ROW EXECUTE FUNCTION studies_of_a_sheet_locked();
"""


def key(to: str, on_delete: Any, related_name: str = "+") -> Any:
    """Give a reference that the triggers keep; its index is the primary key's, or none."""
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=on_delete, related_name=related_name, to=to
    )


class Migration(migrations.Migration):
    dependencies = [("studies", "0006_flags_of_results_and_laboratories")]

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "sheet_id",
                        "item_id",
                        "characteristic_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "reported",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40, null=True), size=None
                    ),
                ),
                (
                    "qualifiers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("", "="), ("<", "<"), (">", ">"), ("ND", "not detected")], max_length=2
                        ),
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "uncertainties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=20, max_digits=35, null=True),
                        null=True,
                        size=None,
                    ),
                ),
                ("characteristic", key("studies.characteristic", django.db.models.deletion.DO_NOTHING)),
                ("item", key("studies.item", django.db.models.deletion.DO_NOTHING)),
                ("sheet", key("studies.sheet", django.db.models.deletion.PROTECT, "cells")),
            ],
        ),
        migrations.RunSQL(MOVE, MOVE_BACK + BEFORE),
        migrations.RunSQL(
            QUALIFIED + CHECKS, "DROP FUNCTION studies_qualified(varchar[], varchar[]) CASCADE;"
        ),
        migrations.RunSQL(REFERS, UNREFER),
        migrations.RunSQL(REFERRED, "DROP FUNCTION studies_still_referred() CASCADE;"),
        migrations.RunSQL(
            PROTOCOL_LOCKED.format(table="studies_cell"), PROTOCOL_LOCKED.format(table="studies_result")
        ),
        migrations.DeleteModel(name="Result"),
    ]
