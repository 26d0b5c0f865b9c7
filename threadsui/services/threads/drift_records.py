"""Writing what a comparison came to: the thread's last check, its marks, and the event. Calls nobody.

Each function is called inside the transaction of the change, with the thread locked.
"""

from django.utils import timezone

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Thread, ThreadCheck, User

from .changes import Changes
from .comparing import Answer, compared, differences

Action = AuditEvent.Action
State = ThreadCheck.State


def note_answer(thread: Thread, answer: Answer, *, actor: User, is_told: bool) -> ThreadCheck:
    """Keep what asking came to, in place of the last check. The record's metadata and messages stay as they are.

    An event tells of what was found: the thread gone, changed, or the same again. `is_told`: also that nothing was.
    """
    before = ThreadCheck.objects.filter(thread=thread).first()
    check = compared(thread, answer, actor=actor, before=before)
    was_gone, was_drifted = bool(thread.gone_at), bool(thread.drifted_at)
    _mark(thread, check)
    check.save(force_insert=before is None, force_update=before is not None)
    action, changes = Action.THREAD_CHECKED, {"result": {"old": None, "new": check.state}}
    if check.state == State.GONE and not was_gone:
        action, changes = Action.THREAD_GONE, {}
    elif check.state == State.CHANGED and not (
        was_drifted and before and before.version == check.version
    ):
        action = Action.THREAD_DRIFT_FOUND
        changes = differences(thread, check) | _returned(was_gone)
    elif check.state == State.SAME and (was_drifted or was_gone):
        action, changes = Action.THREAD_DRIFT_ENDED, _returned(was_gone)
    if is_told or action != Action.THREAD_CHECKED:
        record(action, actor=actor, target=thread, changes=changes)
    return check


def settle_check(thread: Thread, *, with_messages: bool = False) -> None:
    """Note that the record was just made what the server has: its messages too, or all but them.

    A thread that was never checked stays one.
    """
    check = ThreadCheck.objects.filter(thread=thread).first()
    if check is None:
        return
    if with_messages:
        check.new_messages = check.removed_messages = 0
    check.state = State.CHANGED if check.found_messages else State.SAME
    is_changed = check.state == State.CHANGED
    check.metadata = thread.metadata if is_changed else None
    check.tool_resources = thread.tool_resources if is_changed else None
    check.checked_at, check.reason = timezone.now(), ""
    check.save()
    _mark(thread, check)


def _mark(thread: Thread, check: ThreadCheck) -> None:
    """What lists show and filter by. Of a server that was not reached nothing is known anew."""
    if check.state == State.UNREACHABLE:
        return
    now = timezone.now()
    marks = (
        (thread.gone_at or now) if check.state == State.GONE else None,
        (thread.drifted_at or now) if check.state == State.CHANGED else None,
    )
    if marks != (thread.gone_at, thread.drifted_at):
        thread.gone_at, thread.drifted_at = marks
        thread.save(update_fields=["gone_at", "drifted_at"])


def _returned(was_gone: bool) -> Changes:
    states = Thread.State
    return {"state": {"old": states.GONE, "new": states.CREATED}} if was_gone else {}
