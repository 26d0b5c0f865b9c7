"""Chain the events that are there, and let the databases refuse to change an event from here on.

What is sealed, and how, is written out here as it was on that day, and imports nothing of the console: its code goes on
to fields that this table does not have yet. A field at its empty value is not in the sealed text, so that the chain
which is made here is whole for every later version.
"""

import hashlib
import hmac
import json
from datetime import UTC
from decimal import Decimal

from django.conf import settings
from django.db import migrations, models
from django.db.models import TextField
from django.db.models.functions import Cast

BATCH = 2_000  # events in memory at once
COLUMNS = (
    "id",
    "created_at",
    "action",
    "actor_id",
    "actor_name",
    "target_type",
    "target_id",
    "target_label",
    "changes_text",
    "reason",
    "correlation_id",
    "address",
)
KEPT = ("threadsui_auditevent", "threadsui_auditcheckpoint")
HEAD = "threadsui_audithead"
SQLITE = {
    **{
        f"{table}_no_{verb.lower()}": f"BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in KEPT
        for verb in ("UPDATE", "DELETE")
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


def normal_number(text):
    number = float(text)
    return int(Decimal(text)) if number.is_integer() else number


_decode = json.JSONDecoder(parse_float=normal_number).decode
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def canonical(row):
    """The one text of an event: JSON with sorted keys, no spaces, ASCII alone, and without the empty fields."""
    content = dict(zip(COLUMNS, row, strict=True))
    content["number"] = content.pop("id")
    at = content["created_at"].astimezone(UTC).isoformat(timespec="microseconds")
    content["created_at"] = at[:26] + "Z"
    changes = content.pop("changes_text")
    content = {name: value for name, value in content.items() if value not in (None, "")}
    return _encode(content | ({"changes": _decode(changes)} if changes != "{}" else {}))


def seal(secret, *parts):
    return hmac.digest(secret, "\n".join(parts).encode(), "sha256").hex()


def seal_events(apps, schema_editor):
    """Number the events anew, from 1 and without the gaps that a sequence leaves, and seal each with the one before it."""
    database = schema_editor.connection.alias
    events = apps.get_model("threadsui", "AuditEvent").objects.using(database).order_by("pk")
    rows = events.annotate(changes_text=Cast("changes", TextField())).values_list(*COLUMNS)
    secret = settings.AUDIT_KEY[0].encode()
    key_id = hashlib.sha256(b"key id\n" + secret).hexdigest()[:8]
    number, mac, last = 0, "", 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        sealed = []
        for row in batch:
            last = row[0]
            number += 1
            mac = seal(secret, "event", mac, canonical((number, *row[1:])))
            sealed.append((number, key_id, mac, last))
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE threadsui_auditevent SET id = %s, key_id = %s, mac = %s WHERE id = %s",
                sealed,
            )
    head = {
        "number": number,
        "mac": mac,
        "key_id": key_id,
        "seal": seal(secret, "head", str(number), mac),
    }
    apps.get_model("threadsui", "AuditHead").objects.using(database).update_or_create(
        pk=1, defaults=head
    )


def make_triggers(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(FUNCTION)
        for name, rule in (POSTGRESQL if is_postgresql else SQLITE).items():
            cursor.execute(f"CREATE TRIGGER {name} {rule}")


def drop_triggers(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for name, rule in (POSTGRESQL if is_postgresql else SQLITE).items():
            on = f" ON {rule.partition(' ON ')[2].split()[0]}" if is_postgresql else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


class Migration(migrations.Migration):
    dependencies = [("threadsui", "0015_audit_chain")]

    operations = [
        migrations.RunPython(seal_events, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("mac", ""), _negated=True), name="auditevent_sealed"
            ),
        ),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
