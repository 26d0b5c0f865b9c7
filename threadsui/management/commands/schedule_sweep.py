from django.core.management.base import BaseCommand

from threadsui.tasks import INTERVAL, schedule_sweep


class Command(BaseCommand):
    help = (
        "Let the worker look for submissions that a killed process left behind, now and every "
        f"{INTERVAL.seconds} seconds. Run it whenever a worker starts: it does nothing when a look is in the queue "
        "already."
    )

    def handle(self, *args, **options):
        if schedule_sweep():
            self.stdout.write("The worker will look for overdue submissions.")
