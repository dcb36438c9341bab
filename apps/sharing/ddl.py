"""What a migration of a grant table adds: the trigger that keeps grants immutable."""

from django.db.migrations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION sharing_grant_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL
       OR to_jsonb(OLD) - 'revoked_at' - 'revoked_by' - 'revoked_reason'
          <> to_jsonb(NEW) - 'revoked_at' - 'revoked_by' - 'revoked_reason' THEN
        RAISE EXCEPTION 'A grant is immutable but for its revocation.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def immutable_grants(table: str) -> RunSQL:
    """Refuse every change of a grant but its first revocation; for the migration that makes the table."""
    name = f"{table}_immutable"
    return RunSQL(
        f"{FUNCTION} CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION sharing_grant_immutable();",
        f"DROP TRIGGER {name} ON {table};",
    )
