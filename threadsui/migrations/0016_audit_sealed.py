"""Chain the events that are there, and let the databases refuse to change an event from here on."""

from django.db import migrations, models

from threadsui.audit import chain, content, seals, triggers
from threadsui.audit.keys import current_key

BATCH = 2_000  # events in memory at once


def seal_events(apps, schema_editor):
    """Number the events anew, from 1 and without the gaps that a sequence leaves, and seal each with the one before it."""
    database = schema_editor.connection.alias
    events = apps.get_model("threadsui", "AuditEvent").objects.using(database)
    key, number, mac, last = current_key(), 0, "", 0
    while batch := list(content.rows(events.filter(pk__gt=last).order_by("pk"))[:BATCH]):
        sealed = []
        for row in batch:
            last = row[0]
            number += 1
            text = content.canonical((number, *row[1:]))
            mac = chain.link(key, mac, text)
            sealed.append((number, key.id, mac, last))
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE threadsui_auditevent SET id = %s, key_id = %s, mac = %s WHERE id = %s",
                sealed,
            )
    head = {
        "number": number,
        "mac": mac,
        "key_id": key.id,
        "seal": seals.head_seal(key, number, mac),
    }
    apps.get_model("threadsui", "AuditHead").objects.using(database).update_or_create(
        pk=1, defaults=head
    )


def make_triggers(apps, schema_editor):
    triggers.create(schema_editor.connection)


def drop_triggers(apps, schema_editor):
    triggers.drop(schema_editor.connection)


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
