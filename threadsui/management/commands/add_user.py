import os
import sys
from getpass import getpass

from django.core.management.base import BaseCommand, CommandError

from threadsui.management.people import find_actor
from threadsui.models import Role
from threadsui.services.errors import ServiceError
from threadsui.services.people.members import add_user


class Command(BaseCommand):
    help = (
        "Add a person who may sign in. Asks for the password; a script gives it in an environment variable, never on "
        "the command line, where others could read it."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="", help="first and last name")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--password-env", metavar="VAR", help="the variable that holds the password"
        )
        parser.add_argument(
            "--actor", metavar="USERNAME", help="who does this, for the audit trail"
        )

    def handle(self, *args, username, role, name, email, actor, password_env, **options):
        actor = find_actor(actor)
        password = os.environ.get(password_env, "") if password_env else ask_password()
        try:
            user = add_user(
                actor=actor, username=username, role=role, password=password, email=email, name=name
            )
        except ServiceError as exc:
            raise CommandError(exc.message, returncode=2) from exc
        self.stdout.write(f"Added {user.display_name}, who signs in as {username} ({role}).")


def ask_password():
    if not sys.stdin.isatty():
        raise CommandError(
            "There is no terminal to ask for the password. Nobody was added. Use --password-env.",
            returncode=2,
        )
    password = getpass("Password: ")
    if getpass("Once more: ") != password:
        raise CommandError("The two are not the same. Nobody was added.", returncode=2)
    return password
