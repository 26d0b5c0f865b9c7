"""What a failed call on an existing thread means to a person: the one place for it, as `outcomes` is for creates.

Each sentence says what happened, whether anything was changed, and what to do next.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui import api
from threadsui.api.retries import FINAL_CODES
from threadsui.models import Connection

from ..errors import NotReached, ServiceError, Unconfirmed
from .causes import cause_sentence

NOTHING_CHANGED = gettext_lazy("Nothing was changed.")
LATER = gettext_lazy("Try again later.")
MAY_BE_CHANGED = gettext_lazy(
    "The server did not confirm. The change may have been made: refresh the thread before you try again."
)


def reading_failed(error: api.APIError, connection: Connection, *, param: str = "") -> NotReached:
    """For a GET, which changes nothing whatever became of it."""
    what, remedy = _told(error, connection)
    return NotReached(f"{what} {NOTHING_CHANGED} {remedy}", param=param)


def writing_failed(
    error: api.APIError, connection: Connection, *, may_be: str = ""
) -> ServiceError:
    """For a POST or DELETE. `may_be`: what to say when nobody knows whether it was carried out; else of a change."""
    if is_in_doubt(error):
        return Unconfirmed(may_be or str(MAY_BE_CHANGED))
    what, remedy = _told(error, connection)
    param = getattr(error, "param", None) or ""
    is_refusal = isinstance(error, api.APIStatusError) and error.status_code != 429
    kind = ServiceError if is_refusal else NotReached
    return kind(f"{what} {NOTHING_CHANGED} {remedy}", param=param)


def what_happened(error: api.APIError, connection: Connection) -> str:
    """The first of the sentences alone: what became of the request."""
    return _told(error, connection)[0]


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
    if isinstance(error, api.APIRequestError) and not error.cause:
        said = error.message.removesuffix(" Nothing was sent.")
        return said, _("An admin can correct the connection.")
    if not error.sent:
        return _told_unsent(error, connection)
    if isinstance(error, api.APITimeoutError):
        said = _("%(connection)s gave no answer within %(seconds)g seconds.")
        return said % {"connection": connection, "seconds": connection.read_timeout}, str(LATER)
    if isinstance(error, api.APIResponseError):
        said = _("The answer of %(connection)s (HTTP %(status)s) could not be used.")
        return said % {"connection": connection, "status": error.status_code}, str(LATER)
    said = _("The connection to %(connection)s broke before the answer was complete.")
    return said % {"connection": connection}, str(LATER)


def _told_unsent(error: api.APIError, connection: Connection) -> tuple[str, str]:
    cause = cause_sentence(error)
    why = f"{_(cause[0]) % cause[1]} " if cause else ""
    if isinstance(error, api.APITokenError):
        said = _("No token could be fetched for %(connection)s.")
        return said % {"connection": connection}, why + _("An admin can test the connection.")
    said = _("Could not reach %(connection)s.") % {"connection": connection}
    return said, why + _("Try again later, or ask an admin to check the connection.")


# Status → what happened, what to do next.
KEY_PROBLEMS = {
    401: (
        gettext_lazy("The key for %(connection)s was refused (401)."),
        gettext_lazy("An admin can replace it in the connection."),
    ),
    403: (
        gettext_lazy("The key for %(connection)s may not do this (403)."),
        gettext_lazy("An admin can see which key is used."),
    ),
}


def _told_status(error: api.APIStatusError, connection: Connection) -> tuple[str, str]:
    status = error.status_code
    if status in KEY_PROBLEMS:
        what, remedy = KEY_PROBLEMS[status]
        return what % {"connection": connection}, str(remedy)
    if status == 404 and error.is_empty_body:
        said = _(
            "%(connection)s no longer offers threads at %(address)s (404 with an empty body)."
        ) % {"connection": connection, "address": connection.base_url}
        return said, _("An admin can point the connection at a server that still offers them.")
    if status == 429:
        return _told_limit(error, connection)
    if status < 400:
        said = _("%(connection)s redirects to another address (HTTP %(status)s).")
        values = {"connection": connection, "status": status}
        return said % values, _("An admin can correct the base URL of the connection.")
    if status >= 500 or status == 408:
        return _("The server failed (HTTP %(status)s).") % {"status": status}, str(LATER)
    said = _("The server refused this: %(reason)s.") % {"reason": error.message.rstrip(".")}
    return said, _("Correct it, then try again.")


def _told_limit(error: api.APIStatusError, connection: Connection) -> tuple[str, str]:
    if {error.code, error.type} & FINAL_CODES:
        return (
            _("The quota of %(connection)s is used up (429).") % {"connection": connection},
            _("An admin can raise it with the provider."),
        )
    said = _("%(connection)s is limiting requests (429).") % {"connection": connection}
    return said, _("Wait a minute, then try again.")
