"""Leads and auditors read how connections are set; only admins change them. The rest is in 0002_roles."""

from django.db import migrations

ROLES = ("lead", "auditor")


def grant(apps, schema_editor):
    for group, permission in _pairs(apps, schema_editor.connection.alias):
        group.permissions.add(permission)


def revoke(apps, schema_editor):
    for group, permission in _pairs(apps, schema_editor.connection.alias):
        group.permissions.remove(permission)


def _pairs(apps, database):
    """A console may have removed a role, or renamed it: that one is left alone."""
    permission = (
        apps.get_model("auth", "Permission")
        .objects.using(database)
        .get(content_type__app_label="threadsui", codename="view_connection")
    )
    groups = apps.get_model("auth", "Group").objects.using(database).filter(name__in=ROLES)
    return [(group, permission) for group in groups]


class Migration(migrations.Migration):
    dependencies = [("threadsui", "0020_connections")]

    operations = [migrations.RunPython(grant, revoke)]
