from django.core.management.base import BaseCommand

from threadsui.services.safekeeping.tidying import tidy


class Command(BaseCommand):
    help = (
        "Remove sessions that have expired and tokens of forms that nobody can send again. The worker does it once a "
        "day; nothing of the record goes."
    )

    def handle(self, *args, **options):
        removed = tidy()
        self.stdout.write(
            f"Removed {removed['sessions']:,} expired sessions and {removed['tokens']:,} spent tokens."
        )
