"""What a bulk operation that asks servers does to one thread.

Each asks first, outside any transaction, and returns what to write then: a function that is given the locked record,
inside the step's transaction, and says what came of it.

Doing it twice is harmless: the second time finds on the server what the first has made, and writes that.
"""

from collections.abc import Callable, Mapping

from threadsui.models import Operation, Thread, ThreadCheck, User

from ..errors import ChangedMeanwhile, NotReached, ServiceError, ThreadIsGone, Unconfirmed
from ..threads.drift import ask, is_unchanged
from ..threads.drift_records import note_answer
from ..threads.thread_changes import send_edit, write_sent
from .renames import Rename

Write = Callable[[Thread], str]
Kind = Operation.Kind

# What can come of a thread; the words for people are the view's.
CHANGED = {"changed", "renamed"}  # counted as what the operation is about
OUT_OF_REACH = {"unreachable", "unconfirmed"}  # the server itself may be the trouble
NOT_ASKED = "not_asked"
UNTOLD = {
    "deleted",
    "switched_off",
    "other",
    "already",
    "gone",
    NOT_ASKED,
}  # say nothing of the server: none was asked


class RecordMoved(Exception):
    """The record was changed while its server was asked, so that the answer is compared with nothing any more."""


def skipped(thread: Thread, operation: Operation) -> str:
    """Why no server is asked about it; "" if one is."""
    if thread.deleted_at:
        return "deleted"
    if not thread.connection.is_active:
        return "switched_off"
    if operation.kind == Kind.CHECK:
        return ""
    return "gone" if thread.gone_at else Rename(**operation.parameters).left_alone(thread.metadata)


def compare(thread: Thread, *, actor: User, parameters: Mapping[str, str]) -> Write:
    """Keep what the server has of it; an event only of what was found."""
    return _noted(thread, actor)


def rename(thread: Thread, *, actor: User, parameters: Mapping[str, str]) -> Write:
    """Give a key, or the value of one, its new name: on the server first, put onto what it has now.

    Where the server has something else under that key, or did not confirm, what it has then is kept for a person to
    decide about, as by a check.
    """
    wanted = Rename(**parameters)
    try:
        sent = send_edit(thread=thread, actor=actor, edit=wanted.edit_of(thread.metadata))
    except ServiceError as exc:
        result = _result_of(exc)
        noted = _noted(thread, actor) if result in {"conflict", "unconfirmed"} else None
        return _after(noted, result)

    def write(current: Thread) -> str:
        if not is_unchanged(thread, current):  # by an answer that may be newer than this one
            raise RecordMoved
        write_sent(thread=current, sent=sent, actor=actor)
        return "renamed"

    return write


ACTIONS: dict[str, Callable[..., Write]] = {
    Kind.CHECK: compare,
    Kind.RENAME_KEY: rename,
    Kind.RENAME_VALUE: rename,
}


def _noted(thread: Thread, actor: User) -> Write:
    answer = ask(thread, actor=actor)

    def write(current: Thread) -> str:
        if not is_unchanged(thread, current):
            raise RecordMoved
        check: ThreadCheck = note_answer(current, answer, actor=actor, is_told=False)
        return str(check.state)

    return write


def _after(noted: Write | None, result: str) -> Write:
    def write(current: Thread) -> str:
        if noted is not None:
            noted(current)
        return result

    return write


def _result_of(error: ServiceError) -> str:
    kinds = {
        ChangedMeanwhile: "conflict",
        ThreadIsGone: "gone",
        NotReached: "unreachable",
        Unconfirmed: "unconfirmed",
    }
    return next((result for kind, result in kinds.items() if isinstance(error, kind)), "refused")
