import time

from django.core.management.base import BaseCommand

from threadsui.textindex.upkeep import rebuild


class Command(BaseCommand):
    help = (
        "Make the index of the threads' text anew, with its triggers, in one transaction. Writing waits meanwhile: "
        "a million threads take minutes."
    )

    def handle(self, *args, **options):
        started = time.monotonic()
        number = rebuild()
        if options["verbosity"] > 0:
            seconds = time.monotonic() - started
            self.stdout.write(f"The index holds {number:,} threads, after {seconds:.1f} seconds.")
