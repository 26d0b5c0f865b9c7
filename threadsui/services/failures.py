"""What a failed call on an existing thread means to a person: the one place for it, as `outcomes` is for creates.

Each sentence says what happened, whether anything was changed, and what to do next.
"""

from threadsui import api
from threadsui.api.retries import FINAL_CODES
from threadsui.models import Connection

from .errors import ServiceError

NOTHING_CHANGED = "Nothing was changed."
LATER = "Try again later."


def reading_failed(error: api.APIError, connection: Connection, *, param: str = "") -> ServiceError:
    """For a GET, which changes nothing whatever became of it."""
    what, remedy = _told(error, connection)
    return ServiceError(f"{what} {NOTHING_CHANGED} {remedy}", param=param)


def writing_failed(
    error: api.APIError, connection: Connection, *, may_be: str = "The change may have been made"
) -> ServiceError:
    """For a POST or DELETE. `may_be` is said when nobody knows whether it was carried out."""
    if is_in_doubt(error):
        return ServiceError(
            f"The server did not confirm. {may_be}: refresh the thread before you try again."
        )
    what, remedy = _told(error, connection)
    param = getattr(error, "param", None) or ""
    return ServiceError(f"{what} {NOTHING_CHANGED} {remedy}", param=param)


def is_in_doubt(error: api.APIError) -> bool:
    """Whether the request may have been carried out although it failed."""
    if isinstance(error, api.APIStatusError):
        return error.status_code >= 500 or error.status_code == 408
    return error.sent


def is_thread_missing(error: api.APIError) -> bool:
    """A 404 that is about the thread: with an empty body it is about the whole API, withdrawn at this base URL."""
    return isinstance(error, api.NotFoundError) and not error.is_empty_body


def _told(error: api.APIError, connection: Connection) -> tuple[str, str]:
    """What happened, and what to do next."""
    if isinstance(error, api.APIStatusError):
        return _told_status(error, connection)
    if isinstance(error, api.APIRequestError):
        said = error.message.removesuffix(" Nothing was sent.")
        return said, "An admin can correct the connection."
    if not error.sent:
        return (
            f"Could not reach {connection}.",
            "Try again later, or ask an admin to check the connection.",
        )
    if isinstance(error, api.APITimeoutError):
        return f"{connection} gave no answer within {connection.read_timeout:g} seconds.", LATER
    if isinstance(error, api.APIResponseError):
        return f"The answer of {connection} (HTTP {error.status_code}) could not be used.", LATER
    return f"The connection to {connection} broke before the answer was complete.", LATER


# Status → what happened, what to do next.
KEY_PROBLEMS = {
    401: (
        "The key for {connection} was refused (401).",
        "An admin can replace it in the connection.",
    ),
    403: (
        "The key for {connection} may not do this (403).",
        "An admin can see which key is used.",
    ),
}


def _told_status(error: api.APIStatusError, connection: Connection) -> tuple[str, str]:
    status = error.status_code
    if status in KEY_PROBLEMS:
        what, remedy = KEY_PROBLEMS[status]
        return what.format(connection=connection), remedy
    if status == 404 and error.is_empty_body:
        return (
            f"{connection} does not offer threads at {connection.base_url} (404 with an empty body).",
            "An admin can point the connection at a server that still offers them.",
        )
    if status == 429:
        return _told_limit(error, connection)
    if status < 400:
        return (
            f"{connection} redirects to another address (HTTP {status}).",
            "An admin can correct the base URL of the connection.",
        )
    if status >= 500 or status == 408:
        return f"The server failed (HTTP {status}).", LATER
    return f"The server refused this: {error.message.rstrip('.')}.", "Correct it, then try again."


def _told_limit(error: api.APIStatusError, connection: Connection) -> tuple[str, str]:
    if {error.code, error.type} & FINAL_CODES:
        return (
            f"The quota of {connection} is used up (429).",
            "An admin can raise it with the provider.",
        )
    return f"{connection} is limiting requests (429).", "Wait a minute, then try again."
