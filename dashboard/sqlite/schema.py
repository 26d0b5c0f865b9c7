"""Changes of tables. SQLite knows few, so Django makes the table anew, and would lose its triggers on the way."""

from django.db.backends.sqlite3 import schema


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _remake_table(self, *args, **options):
        """All triggers are away meanwhile: SQLite renames no table while one names a table that is not there."""
        triggers = self._triggers()
        for name in triggers:
            self.execute(f'DROP TRIGGER "{name}"')
        super()._remake_table(*args, **options)
        for statement in triggers.values():
            self.execute(statement, params=None)

    def _triggers(self):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return dict(cursor.fetchall())
