"""What the databases refuse by themselves: changing or deleting an audit event or a checkpoint, moving the head back.

Triggers stop mistakes and what gets in through the console. Who owns the database can drop them: that is found, by
`manage.py audit_verify`, like whatever is done then.
"""

from typing import Any

KEPT = ("threadsui_auditevent", "threadsui_auditcheckpoint")
HEAD = "threadsui_audithead"

IS_THERE = "EXISTS (SELECT 1 FROM %s WHERE id = NEW.id)"
SQLITE = {
    **{
        f"{table}_no_{verb.lower()}": f"BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in KEPT
        for verb in ("UPDATE", "DELETE")
    },
    # INSERT OR REPLACE takes the row of the same id away, and SQLite tells no trigger of DELETE of it.
    **{
        f"{table}_no_replace": f"BEFORE INSERT ON {table} WHEN {IS_THERE % table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in (*KEPT, HEAD)
    },
    f"{HEAD}_no_delete": f"BEFORE DELETE ON {HEAD} BEGIN SELECT RAISE(ABORT, '{HEAD} is kept'); END",
    f"{HEAD}_forward": f"BEFORE UPDATE ON {HEAD} WHEN NEW.number < OLD.number "
    f"BEGIN SELECT RAISE(ABORT, '{HEAD} moves forward only'); END",
}

FUNCTION = """
CREATE OR REPLACE FUNCTION threadsui_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
REFUSE = "EXECUTE FUNCTION threadsui_audit_refuse()"
POSTGRESQL = {
    **{
        f"{table}_no_change": f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {REFUSE}"
        for table in KEPT
    },
    **{
        f"{table}_no_truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {REFUSE}"
        for table in (*KEPT, HEAD)
    },
    f"{HEAD}_no_delete": f"BEFORE DELETE ON {HEAD} FOR EACH ROW {REFUSE}",
    f"{HEAD}_forward": f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NEW.number < OLD.number) {REFUSE}",
}


def create(connection: Any) -> None:
    """Make the triggers that are not there. `connection`: Django's, of the console's database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for name in missing(connection):
            cursor.execute(f"CREATE TRIGGER {name} {_wanted(connection)[name]}")


def drop(connection: Any) -> None:
    """Take them away: for a migration that is undone, and for tests."""
    with connection.cursor() as cursor:
        for name, rule in _wanted(connection).items():
            table = rule.partition(" ON ")[2].split()[0]
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any) -> list[str]:
    """The names of the triggers that are not there, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in _wanted(connection) if name not in present]


def _wanted(connection: Any) -> dict[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE
