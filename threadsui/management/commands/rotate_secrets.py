from django.core.management.base import BaseCommand, CommandError

from threadsui.management.people import find_actor
from threadsui.services.errors import ServiceError
from threadsui.services.safekeeping.key_rotation import rotate_secrets


class Command(BaseCommand):
    help = (
        "Encrypt every stored secret anew with the first of ENCRYPTION_KEYS. Put the new key before the old ones, "
        "restart the console, run this, then take the old ones away."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--actor", metavar="USERNAME", help="who does this, for the audit trail"
        )

    def handle(self, *args, actor, **options):
        try:
            number = rotate_secrets(actor=find_actor(actor))
        except ServiceError as exc:
            raise CommandError(exc.message, returncode=2) from exc
        self.stdout.write(
            f"Encrypted {number} values anew with the newest key."
            if number
            else "Everything is encrypted with the newest key already."
        )
