import sys
import time

from django.core.management.base import BaseCommand

from threadsui.audit.sentences import finding_sentence
from threadsui.services.safekeeping.audit_chain import verify_chain

BROKEN = 3  # the exit code; 1 is any error that kept it from looking


class Command(BaseCommand):
    help = (
        "Look through the whole audit chain and its checkpoints, and name the first event that is not as it was "
        "written. Exits with 0 when the chain is whole, with 3 when it is broken, with 1 when it could not look."
    )

    def handle(self, *args, **options):
        self.is_watched = options["verbosity"] > 0 and self.stderr.isatty()
        started = time.monotonic()
        result = verify_chain(progress=self.tell)
        if self.is_watched:
            self.stderr.write("\r", ending="")
        seconds = time.monotonic() - started
        self.stdout.write(finding_sentence(result))
        self.stdout.write(f"{result.number:,} events looked at in {seconds:.1f} seconds.")
        if result.problem:
            sys.exit(BROKEN)

    def tell(self, done, total):
        if self.is_watched:
            self.stderr.write(f"\r{done:,} of {total:,} events", ending="")
