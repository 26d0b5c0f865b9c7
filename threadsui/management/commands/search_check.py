import sys

from django.core.management.base import BaseCommand

from threadsui.models import ThreadText
from threadsui.textindex.upkeep import index_agrees, missing_triggers, wrong_threads

WRONG = 3  # the exit code; 1 is any error that kept it from looking


class Command(BaseCommand):
    help = (
        "Compare the index of the threads' text with the records it is made of. Exits with 0 when they agree, with 3 "
        "when they do not: `manage.py search_rebuild` makes it anew."
    )

    def handle(self, *args, **options):
        problems = list(self.problems())
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            sys.exit(WRONG)
        number = ThreadText.objects.count()
        noun = "thread" if number == 1 else "threads"
        self.stdout.write(f"The index agrees with the records of {number:,} {noun}.")

    def problems(self):
        if missing := missing_triggers():
            yield f"Triggers that keep the index are missing: {', '.join(missing)}."
        if wrong := wrong_threads():
            yield f"The text of these threads is not what their records say: {', '.join(map(str, wrong))}."
        if not index_agrees():
            yield "The full-text index is not that of the rows of text."
