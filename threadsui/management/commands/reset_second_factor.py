from django.core.management.base import BaseCommand, CommandError

from threadsui.management.people import find_actor
from threadsui.models import User
from threadsui.services.errors import ServiceError
from threadsui.services.people.second_factors import reset_second_factor


class Command(BaseCommand):
    help = (
        "Take a person's second factors and recovery codes away, and end their sessions: for the only admin who has "
        "lost theirs. Other people's are reset on the Team page."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument(
            "--actor", metavar="USERNAME", help="who does this, for the audit trail"
        )

    def handle(self, *args, username, actor, **options):
        member = User.objects.filter(username=username).first()
        if member is None:
            raise CommandError(f"There is nobody {username!r}. Nothing was reset.", returncode=2)
        try:
            reset_second_factor(actor=find_actor(actor), member=member)
        except ServiceError as exc:
            raise CommandError(exc.message, returncode=2) from exc
        self.stdout.write(f"{member.display_name} has no second factor now.")
