"""The embedded default: the first connection is the sandbox, which every new console can use at once."""

from django.db import migrations


def make_connection(apps, schema_editor):
    connections = apps.get_model("threadsui", "Connection").objects.using(
        schema_editor.connection.alias
    )
    connections.get_or_create(
        slug="sandbox",
        defaults={
            "name": "Sandbox",
            "base_url": "http://sandbox.localhost/v1",
            "is_sandbox": True,
            "is_default": not connections.filter(is_default=True).exists(),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("threadsui", "0002_roles")]

    operations = [migrations.RunPython(make_connection, migrations.RunPython.noop)]
