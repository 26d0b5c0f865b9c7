"""Builds the database of one size: by bulk inserts at an early migration, then by every later one.

So each migration of the console is tried on a million threads as well: what it fills, it fills as it would for a team
that updates. Secondary indexes are put aside during the inserts and built anew. Nothing else is left out: the audit
triggers stay, and the events are sealed by the console's own code.
"""

import json
import time
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from threadsui.models import User

from .events import COLUMNS as EVENT_COLUMNS
from .events import Chain, batches
from .material import PEOPLE
from .rows import MINUTE, TAGS, rows_of
from .work import Work

BASE = ("threadsui", "0019_sign_ins")
READER = "reader"  # whose session the bench has
BATCH = 20_000  # rows
TABLES = (
    "thread",
    "message",
    "metadatapair",
    "threadtag",
    "note",
    "submission",
    "apicall",
    "auditevent",
)
OWN = "threadsui_"


def main(arguments):
    """Fill the empty database with so many threads, and say what took how long."""
    size = int(arguments[0])
    timer = _Timer()
    apps = _migrate_to_base()
    work = Work(size, datetime.now(UTC).replace(tzinfo=None) - 5 * MINUTE)
    people, connections = _people(apps), _connections(apps)
    timer.tell("the schema, people and words")
    indexes = _drop_indexes(apps)
    pks = list(people)
    for table, columns, rows in rows_of(work, pks, connections):
        timer.tell(table, _insert(OWN + table, columns, rows))
    chain = Chain(work, people)
    timer.tell("auditevent", _insert(f"{OWN}auditevent", EVENT_COLUMNS, chain.rows()))
    chain.head().save()
    _create_indexes(indexes)
    timer.tell("indexes")
    update()
    timer.tell("later migrations")
    analyze()
    timer.tell("statistics")
    _reader()
    meta = {"size": size, "end": work.end.isoformat(), "seconds": round(timer.total)}
    meta_path().write_text(json.dumps(meta))  # last: without it the database is not whole


def meta_path():
    return settings.DATA_DIR / "built.json"


def update():
    """Whatever migrations there are since, and the statistics of what they made."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for database in ("default", "sandbox"):
        call_command("migrate", database=database, verbosity=0)
    if missing:
        analyze()


def analyze():
    """Statistics of the tables that have them; SQLite's own, sampled, as `PRAGMA optimize` would."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA analysis_limit = 1000")
            for table in TABLES:
                cursor.execute(f"ANALYZE {OWN}{table}")


def _migrate_to_base():
    executor = MigrationExecutor(connection)
    other = [key for key in executor.loader.graph.leaf_nodes() if key[0] != BASE[0]]
    executor.migrate([BASE, *other])
    executor.loader.build_graph()
    return executor.loader.project_state([BASE]).apps


def _people(apps):
    """The user names by their primary keys; the most active first, the rare one last."""
    user = apps.get_model("threadsui", "User")
    names = [f"person-{place:03}" for place in range(PEOPLE)] + ["rare"]
    made = user.objects.bulk_create(user(username=name, password="!") for name in names)
    tag = apps.get_model("threadsui", "Tag")
    tag.objects.bulk_create(tag(pk=number, name=f"tag-{number}") for number in range(1, TAGS + 1))
    return {person.pk: person.username for person in made}


def _connections(apps):
    model = apps.get_model("threadsui", "Connection")
    for slug in ("foundry", "azure"):
        model.objects.create(
            slug=slug, name=slug.title(), base_url=f"https://{slug}.example.com/v1"
        )
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _drop_indexes(apps):
    models = [apps.get_model("threadsui", table) for table in TABLES]
    indexes = [(model, index) for model in models for index in model._meta.indexes]
    with connection.schema_editor() as editor:
        for model, index in indexes:
            editor.remove_index(model, index)
    return indexes


def _create_indexes(indexes):
    with connection.schema_editor() as editor:
        for model, index in indexes:
            editor.add_index(model, index)


def _insert(table, columns, rows):
    names = ", ".join(columns)
    number = 0
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    number += 1
            sequence = [{"table": table, "column": "id"}]
            for statement in connection.ops.sequence_reset_by_name_sql(no_style(), sequence):
                cursor.execute(statement)
        else:
            places = ", ".join(["?"] * len(columns))
            raw = cursor.cursor.connection.cursor()
            for batch in batches(rows, BATCH):
                raw.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", batch)
                number += len(batch)
    return number


def _reader():
    """A person with the rights of an admin, by the group, as the console's people have them."""
    reader = User.objects.create_user(READER, is_staff=True, first_name="Rea", last_name="Der")
    reader.groups.add(Group.objects.get(name="admin"))


class _Timer:
    def __init__(self):
        self._start = self._last = time.perf_counter()

    @property
    def total(self):
        return time.perf_counter() - self._start

    def tell(self, what, number=None):
        now = time.perf_counter()
        rows = f"{number:12,} rows" if number is not None else ""
        print(f"  {what:32}{now - self._last:8.1f} s{rows}", flush=True)
        self._last = now
