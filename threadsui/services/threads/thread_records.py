"""Writing into a thread's record what its server answered, with the event that tells of it. Calls nobody.

Each function is called inside the transaction of the change, with the thread locked.
"""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.api import schema
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Thread, User
from threadsui.models.masking import reads_whole_text

from .changes import Changes, map_changes, message_changes, title_changes
from .comparing import described
from .drift_records import settle_check
from .records import rewrite_pairs, write_fetched_messages

Action = AuditEvent.Action


def version_of(thread: Thread) -> tuple[object, ...]:
    """Differs when the record was changed meanwhile."""
    return (
        thread.metadata,
        thread.tool_resources,
        thread.message_count,
        thread.refreshed_at,
        thread.text_removed_at,
        thread.held_at,
    )


@reads_whole_text
def why_title_stays(thread: Thread, title: str | None) -> str:
    """Why the record cannot be given this title: the history keeps no titles, so that the held one would be lost, and
    a rule has no second turn. "" when it can, also for the one that it has; None changes nothing.
    """
    if title is None or title == thread.title:
        return ""
    if thread.held_at:
        return _("This thread is under legal hold, so its title stays as it is. Nothing was sent.")
    if title and thread.text_removed_at:
        return _("The text of this thread was removed, and a new title would stay. Leave it empty.")
    return ""


def _take(thread: Thread, answer: schema.Thread) -> Changes:
    """Give the thread what the answer says, without saving; returns what differs."""
    metadata, resources = described(answer, thread.metadata, thread.tool_resources)
    changes = map_changes("metadata", thread.metadata, metadata)
    changes |= map_changes("tool_resources", thread.tool_resources, resources)
    if thread.gone_at:
        changes["state"] = {"old": Thread.State.GONE, "new": Thread.State.CREATED}
    thread.metadata, thread.tool_resources, thread.gone_at = metadata, resources, None
    return changes


@reads_whole_text
def write_answer(
    thread: Thread,
    answer: schema.Thread | None,
    action: AuditEvent.Action,
    actor: User,
    *,
    title: str | None = None,
) -> None:
    """Save what the answer and the new title change, with its audit event; nothing when they change nothing.

    A hold that was placed, or a text that was removed while the server was asked, keeps the title as it is.
    """
    changes = {} if answer is None else _take(thread, answer)
    if answer is not None:
        settle_check(thread)
    if title is not None and not why_title_stays(thread, title):
        changes |= title_changes(thread.title, title)
        thread.title = title
    if not changes:
        return
    thread.save(update_fields=["metadata", "tool_resources", "gone_at", "title"])
    if "metadata" in changes:
        rewrite_pairs(thread)
    record(action, actor=actor, target=thread, changes=changes)


def write_refreshed_without_messages(thread: Thread, answer: schema.Thread, actor: User) -> None:
    """As `write_refreshed`, for a thread whose texts were removed: they do not come back by a refresh."""
    thread.refreshed_at = timezone.now()
    thread.save(update_fields=["refreshed_at"])
    write_answer(thread, answer, Action.THREAD_REFRESHED, actor)


@reads_whole_text
def write_refreshed(
    thread: Thread,
    answer: schema.Thread,
    messages: Sequence[schema.Message],
    actor: User,
    *,
    action: AuditEvent.Action = Action.THREAD_REFRESHED,
) -> None:
    """Make the record what was fetched, messages and all; the event tells what differs, if anything does."""
    changes = _take(thread, answer)
    before = list(thread.messages.order_by("position"))
    write_fetched_messages(thread, messages)
    changes |= message_changes(before, thread.messages.order_by("position"))
    thread.refreshed_at = timezone.now()
    thread.save(update_fields=["metadata", "tool_resources", "gone_at", "refreshed_at"])
    rewrite_pairs(thread)
    settle_check(thread, with_messages=True)
    if changes:
        record(action, actor=actor, target=thread, changes=changes)
