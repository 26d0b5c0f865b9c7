import json
import uuid
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from threadsui.api import schema
from threadsui.audit.context import Context, bound_context
from threadsui.forms.documents.importing import parse_body
from threadsui.forms.documents.reading import DocumentError
from threadsui.management.people import find_actor
from threadsui.management.thread_body import add_body_flags, body_from
from threadsui.models import Connection, Submission
from threadsui.services.creating.threads import create_thread
from threadsui.services.errors import ServiceError

INVALID = 2
EXIT_CODES = {
    Submission.State.ACCEPTED: 0,
    Submission.State.REFUSED: 3,
    Submission.State.UNKNOWN: 4,
    Submission.State.SENDING: 4,
    Submission.State.NOT_SENT: 5,
}


class Command(BaseCommand):
    help = (
        "Create a thread, as the composer does: checked before it is sent, written down before the call, and sent once "
        "per token. Prints the thread as JSON; what went wrong is said on standard error. "
        "Exit codes: 0 created; 2 nothing was sent, because the body or an argument is wrong; "
        "3 refused by the server; 4 unknown, a thread may exist, so look at the submission before you send it again; "
        "5 not sent, or turned away."
    )

    def create_parser(self, *args, **kwargs):
        return super().create_parser(*args, allow_abbrev=False, **kwargs)

    def add_arguments(self, parser):
        add_body_flags(parser)
        parser.add_argument(
            "--actor", metavar="USERNAME", help="who creates it; needed unless --dry-run"
        )
        parser.add_argument(
            "--connection", metavar="SLUG", help="where; the default connection if not given"
        )
        parser.add_argument(
            "--title", default="", type=title, help="for the console; it is not sent"
        )
        parser.add_argument(
            "--token",
            type=uuid.UUID,
            metavar="UUID",
            help="the same token never creates a second thread: a script that is not sure may run again with it",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print the exact body and send nothing"
        )

    def handle(self, *args, **options):
        payload = self.payload(options)
        if options["dry_run"]:
            self.stdout.write(schema.canonical_json(payload))
            return
        if not options["actor"]:
            raise invalid("Name the person who creates the thread: --actor USERNAME.")
        token = options["token"] or uuid.uuid4()
        try:
            with bound_context(Context(correlation_id=token.hex)):
                actor = find_actor(options["actor"], permission="threadsui.add_thread")
                submission = create_thread(
                    connection=find_connection(options["connection"], actor),
                    payload=payload,
                    actor=actor,
                    token=token,
                    source=Submission.Source.COMMAND,
                    title=options["title"],
                )
        except ServiceError as exc:
            raise CommandError(exc.message, returncode=INVALID) from exc
        if submission.state != Submission.State.ACCEPTED:
            raise CommandError(failure(submission), returncode=EXIT_CODES[submission.state])
        self.stdout.write(json.dumps(described(submission), indent=2, ensure_ascii=False))

    def payload(self, options):
        try:
            return parse_body(body_from(options))
        except DocumentError as exc:
            raise invalid(str(exc)) from exc
        except schema.SchemaError as exc:
            raise invalid("\n".join(problem.message for problem in exc.problems)) from exc


def title(text):
    """Text that fits the record."""
    longest = Submission._meta.get_field("title").max_length
    if len(text) > longest:
        raise ArgumentTypeError(f"at most {longest} characters fit")
    return text


def invalid(sentence):
    return CommandError(f"{sentence}\nNothing was sent.", returncode=INVALID)


def find_connection(slug, actor):
    """Of those that the actor may use. Raises CommandError with their names."""
    active = Connection.objects.visible_to(actor).active()
    wanted = {"slug": slug} if slug else {"is_default": True}
    connection = active.filter(**wanted).first()
    if connection is None:
        known = ", ".join(active.values_list("slug", flat=True))
        name = f"no active connection {slug!r}" if slug else "no default connection"
        raise invalid(f"There is {name}. Those there are: {known or 'none'}.")
    return connection


def described(submission):
    """The thread in the server's shape, and where the console keeps it."""
    thread = submission.thread
    return thread.as_object() | {
        "console": {
            "thread": thread.get_absolute_url(),
            "submission": submission.get_absolute_url(),
            "token": str(submission.token),
        },
    }


def failure(submission):
    """What a person needs to know of a create that made no thread, line by line."""
    if submission.state == Submission.State.SENDING:
        said = "This token is being sent by another process. Nothing was sent by this one."
    else:
        said = submission.explanation
    details = {
        "server": submission.error_message,
        "param": submission.error_param,
        "request id": submission.request_id,
        "submission": submission.get_absolute_url(),
        "token": submission.token,
    }
    return "\n".join([said, *(f"  {name}: {value}" for name, value in details.items() if value)])
