import uuid
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import cached_property

from threadsui.api import schema
from threadsui.models import Connection, Submission, User
from threadsui.services.creating.threads import create_thread

PASSWORD = "console-demo"  # noqa: S105  everybody may know it: demo mode answers on loopback only
DATA = Path(__file__).parent.parent / "demo.yaml"


class Command(BaseCommand):
    help = (
        "Bring the databases and the static files up to date, then make the demo team and its example threads, "
        "unless they are there. In demo mode only (DEMO=1)."
    )

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demo team has a password that everybody knows, so it is made in demo mode only. "
                "Nothing was changed. For your own people: manage.py add_user."
            )
        for alias in settings.DATABASES:
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        if settings.STATIC_ROOT:
            call_command("collectstatic", clear=True, verbosity=0, interactive=False)
        data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
        team = {role: self.person(role, name) for role, name in data["team"].items()}
        for example in data["threads"]:
            self.thread(example, team[example["actor"]])

    @cached_property
    def password(self):
        """Hashed once for all, and only if somebody needs it: it takes a third of a second."""
        return make_password(PASSWORD)

    def person(self, role, name):
        user = User.objects.filter(username=role).first()
        if user is None:
            first, last = name.split(" ", 1)
            user = User.objects.create(
                username=role,
                first_name=first,
                last_name=last,
                password=self.password,
                is_demo=True,
            )
            user.groups.add(Group.objects.get(name=role))
            self.stdout.write(f"Made the demo user {role} ({name}).")
        return user

    def thread(self, example, actor):
        """Create one example by the console's own service, once: its token comes from its title."""
        token = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{example['title']}")
        if Submission.objects.filter(token=token).exists():
            return
        connection = Connection.objects.get(slug="sandbox")
        connection.sandbox_fault = example.get("fault", "")  # in memory only, for this one call
        submission = create_thread(
            connection=connection,
            payload=schema.parse(schema.CreateThread, example["body"]),
            actor=actor,
            token=token,
            title=example["title"],
        )
        self.stdout.write(f"{submission.get_state_display()}: {example['title']}")
