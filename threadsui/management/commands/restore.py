import sys
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from threadsui.services.backups.folders import BackupError
from threadsui.services.backups.restoring import missing_keys, restore_backup

INCOMPLETE = 3  # the exit code; 1 is any error that kept it from restoring


class Command(BaseCommand):
    help = (
        "Make a console from a folder that `manage.py backup` wrote, in databases that are empty, and look through it: "
        "the keys, the audit chain, the index of texts. Everybody signs in anew. Exits with 0 when all is there, with "
        "3 when it is restored but something is missing, with 1 when it was not restored."
    )
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="what `manage.py backup` wrote")

    def handle(self, *args, folder, **options):
        try:
            notes = restore_backup(folder.absolute())
        except BackupError as exc:
            raise CommandError(f"It was not restored. {exc}") from exc
        for note in ["Restored.", *notes]:
            self.stdout.write(note)
        if lost := missing_keys():
            for problem in lost:
                self.stderr.write(self.style.ERROR(problem))
            self.stderr.write(
                "Give the keys of the console that was backed up, then run audit_verify."
            )
            sys.exit(INCOMPLETE)
        call_command(
            "audit_verify", stdout=self.stdout, verbosity=0
        )  # these two end with 3 as well
        call_command("search_check", stdout=self.stdout)
