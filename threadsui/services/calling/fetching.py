"""Reading a thread from its server. GETs only, outside any transaction."""

from threadsui import api
from threadsui.api import OnAttempt, schema
from threadsui.models import Connection

from .clients import client_for
from .failures import is_thread_missing, reading_failed


def fetch_thread(
    *, connection: Connection, remote_id: str, on_attempt: OnAttempt, param: str = ""
) -> schema.Thread | None:
    """The thread as the server has it; None when it says that it has none.

    Raises ServiceError, with `param`, for everything else: also for a 404 with an empty body, which is no word on
    the thread.
    """
    try:
        return client_for(connection, on_attempt=on_attempt).threads.retrieve(remote_id)
    except api.APIError as exc:
        if is_thread_missing(exc):
            return None
        raise reading_failed(exc, connection, param=param) from exc


def fetch_messages(
    *, connection: Connection, remote_id: str, on_attempt: OnAttempt, param: str = ""
) -> list[schema.Message]:
    """All messages of the thread, oldest first, in as many pages as it takes. Raises ServiceError, with `param`."""
    try:
        client = client_for(connection, on_attempt=on_attempt)
        return list(client.messages.iterate(remote_id, order="asc"))
    except api.APIError as exc:
        raise reading_failed(exc, connection, param=param) from exc
