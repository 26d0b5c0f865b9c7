from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from threadsui.audit.checkpoints import ChainBroken
from threadsui.services.backups.folders import BackupError
from threadsui.services.backups.making import make_backup
from threadsui.services.safekeeping.audit_chain import seal_checkpoint


class Command(BaseCommand):
    help = (
        "Seal the audit history, and write both databases and the copies of the audit checkpoints to a new folder, as "
        "they are at one moment, while people work. PostgreSQL is copied by its own pg_dump. See `manage.py restore`."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="where to write; must not exist yet")

    def handle(self, *args, folder, **options):
        try:
            seal_checkpoint()
        except ChainBroken as exc:
            self.stderr.write(self.style.WARNING(f"{exc} The backup is made all the same."))
        try:
            contents = make_backup(folder.absolute())
        except BackupError as exc:
            raise CommandError(f"No backup was made. {exc}") from exc
        for name in contents["files"]:
            size = filesizeformat((folder / name).stat().st_size).replace("\xa0", " ")
            self.stdout.write(f"{folder / name}  {size}")
        self.stdout.write(
            "Keep ENCRYPTION_KEYS, AUDIT_KEY and SECRET_KEY as well, in another place: without the first no stored "
            "secret can be read, without the second nothing of the history can be proved."
        )
