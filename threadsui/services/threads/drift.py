"""Whether a thread is still what the console recorded of it: asking its server, and what a person decides then.

Calls come first, outside any transaction; then one transaction writes what they came to, with its event.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from threadsui.api import schema
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Thread, ThreadCheck, User

from ..errors import ChangedMeanwhile, NotReached, ServiceError
from .changes import map_changes
from .comparing import Answer, comparable, compared, described
from .drift_records import note_answer
from .holds import check_not_held
from .merging import Edit
from .overtaken import write_newest
from .presence import check_not_deleted, check_writable, found_gone, locked, thread_is_gone
from .thread_calls import fetch, listed_messages, post
from .thread_records import version_of, write_answer, write_refreshed

Action = AuditEvent.Action
TRIES = 3  # how often the server is asked because the record changed meanwhile


def check_thread(*, thread: Thread, actor: User) -> ThreadCheck:
    """Compare the record with what the server has, and keep what that came to: see ThreadCheck.

    The record's metadata and messages stay as they are. A 404 marks the thread as gone, and one that is there again
    loses the mark; a server that was not reached is no word on the thread. Raises ServiceError for a deleted thread.
    """
    for _try in range(TRIES):
        before = Thread.objects.select_related("connection").get(pk=thread.pk)
        check_not_deleted(before)
        answer = ask(before, actor=actor)
        with transaction.atomic():
            current = locked(before)
            if is_unchanged(before, current):
                return note_answer(current, answer, actor=actor, is_told=True)
    raise _busy()


def ask(thread: Thread, *, actor: User) -> Answer:
    """What the thread's server has of it now: two requests, none of which raises.

    Of a thread whose texts were removed no messages are read: their texts would come back with them.
    """
    try:
        found = fetch(thread, actor)
        is_counted = found is not None and thread.text_removed_at is None
        return Answer(found, listed_messages(thread, actor) if is_counted else None)
    except NotReached as exc:
        return Answer(reason=exc.message)


def is_unchanged(before: Thread, current: Thread) -> bool:
    """Whether the record is still what an answer was asked for."""
    return not current.deleted_at and version_of(current) == version_of(before)


def take_theirs(*, thread: Thread, actor: User, seen: str) -> Thread:
    """Make the record what the server has: metadata, tool resources and, where it lists them, messages.

    `seen`: the version of the check that the person decided about. Raises ChangedMeanwhile, with the new differences
    kept for the person to see, when the server has something else by now; ServiceError when it cannot be asked, and
    for a thread under legal hold, whose record stays as it is.
    """
    check_not_held(thread)
    before, found, messages = _ask_again(thread, actor, seen)
    with transaction.atomic():
        current = locked(before)
        if not is_unchanged(before, current):
            raise _busy()
        if messages is None:
            write_answer(current, found, Action.THREAD_DRIFT_TAKEN, actor)
        else:
            write_refreshed(current, found, messages, actor, action=Action.THREAD_DRIFT_TAKEN)
    return current


def put_ours_back(*, thread: Thread, actor: User, seen: str) -> Thread:
    """Send the record's metadata and tool resources to the server, in place of those it has. Messages stay there.

    Raises as `take_theirs` does, and ServiceError when the server refuses or does not confirm.
    """
    check_writable(thread)
    before, found, _messages = _ask_again(thread, actor, seen)
    metadata, resources = described(found, before.metadata, before.tool_resources)
    edit = Edit(
        metadata=before.metadata,
        seen=metadata,
        tool_resources=before.tool_resources,
        seen_tool_resources=resources,
    )
    body = edit.body_onto(metadata, resources)
    answer = post(before, actor, body) if body else found
    new_metadata, new_resources = described(answer, before.metadata, before.tool_resources)
    changes = map_changes("metadata", metadata, new_metadata) | map_changes(
        "tool_resources", comparable(resources), comparable(new_resources)
    )

    def write(current: Thread, newest: schema.Thread) -> None:
        write_answer(current, newest, Action.THREAD_UPDATED, actor)
        record(Action.THREAD_DRIFT_REVERTED, actor=actor, target=current, changes=changes)

    return write_newest(thread=before, answer=answer, actor=actor, write=write)


def _ask_again(
    thread: Thread, actor: User, seen: str
) -> tuple[Thread, schema.Thread, Sequence[schema.Message] | None]:
    """The record, and the thread and its messages as the server has them, which is what the person saw."""
    before = Thread.objects.select_related("connection").get(pk=thread.pk)
    check_not_deleted(before)
    known = ThreadCheck.objects.filter(thread=before).first()
    answer = ask(before, actor=actor)
    if answer.reason:
        raise NotReached(answer.reason)
    if answer.thread is None:
        raise thread_is_gone(found_gone(before, actor=actor))
    now = compared(before, answer, actor=actor, before=known)
    if known is None or seen != known.version or seen != now.version:
        _keep_newer(before, answer, actor)
        raise ChangedMeanwhile(
            _(
                "The server has something else by now than what you saw. Nothing was changed. "
                "Look at what it has now, then decide again."
            )
        )
    return before, answer.thread, answer.messages


def _keep_newer(before: Thread, answer: Answer, actor: User) -> None:
    with transaction.atomic():
        current = locked(before)
        if is_unchanged(before, current):
            note_answer(current, answer, actor=actor, is_told=False)


def _busy() -> ServiceError:
    return ServiceError(
        _("This thread is being changed by others right now. Nothing was changed. Try again.")
    )
