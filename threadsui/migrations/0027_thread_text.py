"""The rows of text that threads are searched by, their index and its triggers; and the text of the threads there are.

The index is made of the records at any time, so it has no history: this makes it as the console has it now.
"""

import django.db.models.deletion
from django.db import migrations, models

from threadsui.textindex.upkeep import rebuild, remove


class Migration(migrations.Migration):
    dependencies = [
        ("threadsui", "0026_team"),
    ]

    operations = [
        migrations.CreateModel(
            name="ThreadText",
            fields=[
                (
                    "thread",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="searched_text",
                        serialize=False,
                        to="threadsui.thread",
                    ),
                ),
                ("title", models.TextField(blank=True)),
                ("remote_id", models.TextField(blank=True)),
                ("messages", models.TextField(blank=True)),
                ("notes", models.TextField(blank=True)),
                ("marks", models.TextField(blank=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.RunPython(
            lambda _apps, _editor: rebuild(), lambda _apps, _editor: remove(), elidable=False
        ),
    ]
