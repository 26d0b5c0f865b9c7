"""Asking a server for one thread that is to be adopted: GETs alone, outside any transaction. Nothing raises."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from threadsui import api
from threadsui.api import ThreadsClient, schema
from threadsui.models import Adoption, ApiCall, Connection, User
from threadsui.words import number

from ..calling.calls import keep_calls
from ..calling.clients import client_for
from ..calling.failures import is_thread_missing, what_happened
from ..threads.records import text_of
from ..threads.thread_calls import NOT_LISTED

Result = Adoption.Result
MESSAGES_MAX = 10_000  # of one thread, which are a hundred requests
TEXT_MAX = 32 * 1024 * 1024  # characters of all its messages together


class _TooLarge(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Found:
    """What asking came to: a thread, or a result that says why there is none.

    `is_out`: the server itself is the trouble, so that every other id would fare alike; `is_failing`: it did answer,
    with 500, which may be about this one thread. `messages` is None where the server does not list them.
    """

    result: Result
    reason: str = ""
    thread: schema.Thread | None = None
    messages: list[schema.Message] | None = None
    calls: list[ApiCall] = field(default_factory=list)
    is_out: bool = False
    is_failing: bool = False
    retry_after: float = 0.0  # seconds that the server asks for


def ask_for(remote_id: str, *, connection: Connection, actor: User) -> Found:
    """The thread and all its messages, in as many pages as it takes; each attempt is an API call record."""
    calls: list[ApiCall] = []
    on_attempt = keep_calls(connection=connection, actor=actor, kept=calls)
    try:
        client = client_for(connection, on_attempt=on_attempt)
        thread = client.threads.retrieve(remote_id)
        if thread.id != remote_id:
            return Found(Result.ODD, _("The server answered with another thread."))
        messages = _messages(client, remote_id)
    except _TooLarge:
        said = _("It has more than %(number)s messages, or more text than the console takes in.")
        return Found(Result.TOO_LARGE, said % {"number": number(MESSAGES_MAX)})
    except api.APIError as exc:
        return _failed(exc, connection)
    return Found(Result.ADOPTED, thread=thread, messages=messages, calls=calls)


def _messages(client: ThreadsClient, remote_id: str) -> list[schema.Message] | None:
    found: list[schema.Message] = []
    size = 0
    try:
        for message in client.messages.iterate(remote_id):
            found.append(message)
            size += len(text_of(message.content))
            if len(found) > MESSAGES_MAX or size > TEXT_MAX:
                raise _TooLarge
    except api.APIStatusError as exc:
        if exc.status_code in NOT_LISTED and not found:
            return None
        raise
    return found


def _failed(error: api.APIError, connection: Connection) -> Found:
    if is_thread_missing(error):
        return Found(Result.GONE)
    reason = what_happened(error, connection)
    if isinstance(error, api.APIResponseError):
        return Found(Result.TOO_LARGE if error.is_too_large else Result.ODD, reason)
    if not isinstance(error, api.APIStatusError):
        return Found(Result.UNREACHABLE, reason, is_out=True)
    return _refused(error, reason)


def _refused(error: api.APIStatusError, reason: str) -> Found:
    status = error.status_code
    if status in {401, 403}:  # a key that is refused is so for every thread
        return Found(Result.FORBIDDEN, reason, is_out=status == 401)
    if status in {404, 408, 429} or status >= 500:
        return Found(
            Result.UNREACHABLE,
            reason,
            is_out=True,
            is_failing=status == 500,
            retry_after=error.retry_after or 0.0,
        )
    return Found(Result.ODD if status < 400 else Result.REFUSED, reason)
