"""The requests that a person's change of a thread makes, each attempt kept. Outside any transaction.

Each raises ServiceError for what failed. What a 404 says of the thread is noted in its record.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from threadsui import api
from threadsui.api import schema
from threadsui.models import Thread, User

from ..calling.calls import keep_calls
from ..calling.clients import client_for
from ..calling.failures import is_thread_missing, reading_failed, writing_failed
from ..calling.fetching import fetch_messages, fetch_thread
from ..errors import ServiceError
from .presence import found_gone, thread_is_gone

COUNTED_MAX = 1_000  # messages, which are ten requests; of more, none are counted
NOT_LISTED = {404, 405, 501}  # from a server that keeps threads but lists no messages


def fetch(thread: Thread, actor: User) -> schema.Thread | None:
    """The thread as its server has it; None when it says that it has none."""
    on_attempt = keep_calls(connection=thread.connection, actor=actor, thread=thread)
    return fetch_thread(
        connection=thread.connection, remote_id=thread.remote_id, on_attempt=on_attempt
    )


def fetched_messages(thread: Thread, actor: User) -> list[schema.Message]:
    """All its messages there, oldest first."""
    on_attempt = keep_calls(connection=thread.connection, actor=actor, thread=thread)
    return fetch_messages(
        connection=thread.connection, remote_id=thread.remote_id, on_attempt=on_attempt
    )


def listed_messages(thread: Thread, actor: User) -> list[schema.Message] | None:
    """Its messages there, as far as they are counted: None from a server that does not list them, or has too many."""
    on_attempt = keep_calls(connection=thread.connection, actor=actor, thread=thread)
    try:
        client = client_for(thread.connection, on_attempt=on_attempt)
        found = list(islice(client.messages.iterate(thread.remote_id), COUNTED_MAX + 1))
    except api.APIStatusError as exc:
        if exc.status_code in NOT_LISTED:
            return None
        raise reading_failed(exc, thread.connection) from exc
    except api.APIError as exc:
        raise reading_failed(exc, thread.connection) from exc
    return found if len(found) <= COUNTED_MAX else None


def post(thread: Thread, actor: User, body: Mapping[str, Any]) -> schema.Thread:
    """The thread as the server answers, completed with what was sent if it does not echo that."""
    on_attempt = keep_calls(connection=thread.connection, actor=actor, thread=thread)
    try:
        client = client_for(thread.connection, on_attempt=on_attempt)
        answer = client.threads.update(thread.remote_id, body)
    except api.APIError as exc:
        if is_thread_missing(exc):
            raise thread_is_gone(found_gone(thread, actor=actor)) from exc
        raise writing_failed(exc, thread.connection) from exc
    missing = {name: value for name, value in body.items() if name not in answer.model_fields_set}
    return answer.model_copy(update=missing)


def send_delete(thread: Thread, actor: User) -> bool:
    """Whether the server still had it."""
    connection = thread.connection
    on_attempt = keep_calls(connection=connection, actor=actor, thread=thread)
    try:
        client = client_for(connection, on_attempt=on_attempt)
        answer = client.threads.delete(thread.remote_id)
    except api.APIError as exc:
        if is_thread_missing(exc):
            return False
        may_be = _(
            "The server did not confirm. The thread may have been deleted: refresh the thread "
            "before you try again."
        )
        raise writing_failed(exc, connection, may_be=may_be) from exc
    if not answer.deleted:
        said = _(
            "%(connection)s answered that it did not delete the thread. Nothing was changed. "
            "Try again later."
        )
        raise ServiceError(said % {"connection": connection})
    return True
