"""On SQLite `INSERT OR REPLACE` got around the triggers that keep the audit history as it was written."""

from django.db import migrations

TABLES = ("threadsui_auditevent", "threadsui_auditcheckpoint", "threadsui_audithead")
IS_THERE = "EXISTS (SELECT 1 FROM %s WHERE id = NEW.id)"


def make_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {IS_THERE % table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_replace")


class Migration(migrations.Migration):
    dependencies = [("threadsui", "0040_saved_text_is_one_phrase")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
