"""The five roles as groups. Editing this file does nothing to an existing console: add a migration."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEWER = {"view_thread"}
AGENT = VIEWER | {"add_thread", "change_thread", "view_submission"}
LEAD = AGENT | {
    "change_any_thread",
    "delete_thread",
    "view_any_submission",
    "resolve_submission",
    "view_auditevent",
    "view_apicall",
}
AUDITOR = VIEWER | {"view_submission", "view_any_submission", "view_apicall", "view_auditevent"}
ADMIN = LEAD | {
    f"{verb}_{model}" for verb in ("view", "add", "change") for model in ("connection", "user")
}
ROLES = {"viewer": VIEWER, "agent": AGENT, "lead": LEAD, "auditor": AUDITOR, "admin": ADMIN}


def make_roles(apps, schema_editor):
    database = schema_editor.connection.alias
    config = apps.get_app_config("threadsui")
    config.models_module = (
        True  # Django makes permissions after all migrations; they are needed now
    )
    create_permissions(config, apps=apps, verbosity=0, using=database)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    groups = apps.get_model("auth", "Group").objects.using(database)
    for name, codenames in ROLES.items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.set(
            permissions.filter(content_type__app_label="threadsui", codename__in=codenames)
        )


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(
        name__in=ROLES
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("threadsui", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
