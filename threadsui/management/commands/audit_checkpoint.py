from django.core.management.base import BaseCommand, CommandError

from threadsui.audit.checkpoints import ChainBroken, path
from threadsui.services.safekeeping.audit_chain import seal_checkpoint


class Command(BaseCommand):
    help = (
        "Seal the audit chain as it is now: how many events there are, and the last one's MAC. The worker does it "
        "every hour; run it before a backup, or before the database leaves your hands."
    )

    def handle(self, *args, **options):
        try:
            checkpoint = seal_checkpoint()
        except ChainBroken as exc:
            raise CommandError(str(exc)) from exc
        if checkpoint is None:
            self.stdout.write("Nothing was added since the last checkpoint.")
        else:
            self.stdout.write(
                f"Checkpoint {checkpoint.pk}: event {checkpoint.number:,}, MAC {checkpoint.mac}\n"
                f"Also in {path()} and in the log."
            )
