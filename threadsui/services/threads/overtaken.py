"""Answers that somebody else's change may have overtaken on the way into the record. Asks the server again then."""

from collections.abc import Callable

from django.db import transaction

from threadsui.api import schema
from threadsui.models import Thread, User

from ..calling.failures import MAY_BE_CHANGED
from ..errors import NotReached, Unconfirmed
from .presence import found_gone, locked, thread_is_gone
from .thread_calls import fetch
from .thread_records import version_of

TRIES = 3  # how often the record may be changed by others before the answer is in it


def write_newest(
    *,
    thread: Thread,
    answer: schema.Thread,
    actor: User,
    write: Callable[[Thread, schema.Thread], None],
) -> Thread:
    """Carry out `write` in a transaction, with the locked record and what its server answered; returns the record.

    `thread` is the record as it was before the server was asked. One that was changed since may hold a newer answer
    than this: the server is asked for what it has now. Raises Unconfirmed, with nothing written, when that fails.
    """
    for _try in range(TRIES):
        with transaction.atomic():
            current = locked(thread)
            if version_of(current) == version_of(thread):
                write(current, answer)
                return current
        thread, answer = current, _asked_again(current, actor)
    raise Unconfirmed(str(MAY_BE_CHANGED))


def _asked_again(thread: Thread, actor: User) -> schema.Thread:
    try:
        answer = fetch(thread, actor)
    except NotReached as exc:
        raise Unconfirmed(str(MAY_BE_CHANGED)) from exc
    if answer is None:
        raise thread_is_gone(found_gone(thread, actor=actor))
    return answer
