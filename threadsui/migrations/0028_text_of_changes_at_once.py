"""Takes the index's functions on PostgreSQL as they are now: of two changes of a thread at once, neither is lost."""

from django.db import migrations

from threadsui.textindex.upkeep import install


class Migration(migrations.Migration):
    dependencies = [
        ("threadsui", "0027_thread_text"),
    ]

    operations = [
        migrations.RunPython(
            lambda _apps, _editor: install(), migrations.RunPython.noop, elidable=True
        ),
    ]
