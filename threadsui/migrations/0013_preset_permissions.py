"""Who may change the shared presets and snippets of others. What the roles may besides is in 0002, 0009 and 0011."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PERMISSIONS = {"change_any_preset", "change_any_snippet"}
ROLES = ("lead", "admin")


def grant(apps, schema_editor):
    database = schema_editor.connection.alias
    config = apps.get_app_config("threadsui")
    config.models_module = (
        True  # Django makes permissions after all migrations; they are needed now
    )
    create_permissions(config, apps=apps, verbosity=0, using=database)
    config.models_module = None
    for group in _groups(apps, database):
        group.permissions.add(*_permissions(apps, database))


def revoke(apps, schema_editor):
    database = schema_editor.connection.alias
    for group in _groups(apps, database):
        group.permissions.remove(*_permissions(apps, database))


def _groups(apps, database):
    """A console may have removed a role, or renamed it: that one is left alone."""
    return apps.get_model("auth", "Group").objects.using(database).filter(name__in=ROLES)


def _permissions(apps, database):
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    return permissions.filter(content_type__app_label="threadsui", codename__in=PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [("threadsui", "0012_presets_and_snippets")]

    operations = [migrations.RunPython(grant, revoke)]
