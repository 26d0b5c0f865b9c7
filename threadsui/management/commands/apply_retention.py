import uuid

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from threadsui.audit.context import Context, bound_context
from threadsui.models import RetentionRule
from threadsui.queries.retention import preview_of
from threadsui.services.safekeeping.retention import due_rules, try_rule
from threadsui.services.safekeeping.text_removal import Removed
from threadsui.textindex.upkeep import forget_removed_words


class Command(BaseCommand):
    help = (
        "Remove the texts that the connections' retention rules say are past their date: what the worker does once a "
        "day. A rule that was saved or carried out within a day is left alone, unless --now is given."
    )

    def add_arguments(self, parser):
        parser.add_argument("--connection", metavar="SLUG", help="of this connection alone")
        parser.add_argument("--now", action="store_true", help="also rules that are not due yet")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be removed now"
        )
        parser.add_argument(
            "--compact",
            action="store_true",
            help="afterwards take the removed words out of the database's files as well; nobody can write meanwhile",
        )

    def handle(self, *args, connection, now, dry_run, compact, **options):
        rules = RetentionRule.objects.select_related("connection").order_by("pk")
        if not (now or dry_run):
            rules = due_rules()
        if connection is not None:
            rules = rules.filter(connection__slug=connection)
            if not RetentionRule.objects.filter(connection__slug=connection).exists():
                raise CommandError(
                    f"The connection {connection!r} has no retention rule.", returncode=2
                )
        work, began = self.preview if dry_run else self.apply, timezone.now()
        with bound_context(Context(correlation_id=uuid.uuid4().hex)):
            for rule in rules:
                work(rule)
            if not rules:
                self.stdout.write("There is no rule." if now or dry_run else "No rule is due.")
        if compact and not dry_run:
            forget_removed_words()
            self.stdout.write("The database's files were written anew.")
        failed = RetentionRule.objects.filter(failed_at__gte=began).order_by("pk")
        if slugs := ", ".join(failed.values_list("connection__slug", flat=True)):
            raise CommandError(
                f"Ended in an error: {slugs}. All others were carried out. See the log."
            )

    def preview(self, rule):
        found = preview_of(rule.connection, rule.days)
        self.stdout.write(
            f"{rule.connection.slug}, {rule.days} days: {found.threads:,} threads with {found.messages:,} messages, "
            f"{found.submissions:,} submissions, {found.calls:,} calls; {found.soon:,} threads in the next 30 days; "
            f"{found.held:,} under legal hold."
        )

    def apply(self, rule):
        removed = sum(try_rule(rule), Removed())
        self.stdout.write(
            f"{rule.connection.slug}, {rule.days} days: removed the text of {removed.threads:,} threads with "
            f"{removed.messages:,} messages, {removed.submissions:,} submissions, {removed.calls:,} calls, "
            f"{removed.drafts:,} drafts."
        )
