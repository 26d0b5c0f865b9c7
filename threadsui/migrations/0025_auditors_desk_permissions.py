"""Whoever reads threads goes on reading them, but for auditors: they give a reason first. More is in 0002_roles."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

AUDITOR = "auditor"


def grant(apps, schema_editor):
    database = schema_editor.connection.alias
    config = apps.get_app_config("threadsui")
    config.models_module = (
        True  # Django makes permissions after all migrations; they are needed now
    )
    create_permissions(config, apps=apps, verbosity=0, using=database)
    config.models_module = None
    groups = apps.get_model("auth", "Group").objects.using(database)
    read, reveal = (
        _permission(apps, database, name) for name in ("read_message", "reveal_message")
    )
    readers = groups.filter(permissions=_permission(apps, database, "view_thread"))
    for group in readers.exclude(name=AUDITOR):
        group.permissions.add(read)
    for group in groups.filter(name=AUDITOR):  # a console may have removed the role
        group.permissions.add(reveal)


def revoke(apps, schema_editor):
    database = schema_editor.connection.alias
    for name in ("read_message", "reveal_message"):
        _permission(apps, database, name).group_set.clear()


def _permission(apps, database, codename):
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    return permissions.get(content_type__app_label="threadsui", codename=codename)


class Migration(migrations.Migration):
    dependencies = [("threadsui", "0024_auditors_desk")]

    operations = [migrations.RunPython(grant, revoke)]
