"""Who may see and set retention rules, and place legal holds. The rest is in 0002_roles."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

HOLDS = {"view_retention", "hold_thread"}
ROLES = {"lead": HOLDS, "auditor": HOLDS, "admin": HOLDS | {"set_retention"}}


def grant(apps, schema_editor):
    database = schema_editor.connection.alias
    config = apps.get_app_config("threadsui")
    config.models_module = (
        True  # Django makes permissions after all migrations; they are needed now
    )
    create_permissions(config, apps=apps, verbosity=0, using=database)
    config.models_module = None
    for group, codenames in _roles(apps, database):
        group.permissions.add(*_permissions(apps, database, codenames))


def revoke(apps, schema_editor):
    database = schema_editor.connection.alias
    for group, codenames in _roles(apps, database):
        group.permissions.remove(*_permissions(apps, database, codenames))


def _roles(apps, database):
    """A console may have removed a role, or renamed it: that one is left alone."""
    groups = apps.get_model("auth", "Group").objects.using(database).filter(name__in=ROLES)
    return [(group, ROLES[group.name]) for group in groups]


def _permissions(apps, database, codenames):
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    return permissions.filter(content_type__app_label="threadsui", codename__in=codenames)


class Migration(migrations.Migration):
    dependencies = [("threadsui", "0031_retention")]

    operations = [migrations.RunPython(grant, revoke)]
