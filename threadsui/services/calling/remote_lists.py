"""What a server itself lists of its threads, for those servers that do. GETs alone; nothing is written here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from threadsui import api
from threadsui.api import schema
from threadsui.models import Connection, User

from ..errors import NotReached, ServiceError
from .calls import keep_calls
from .clients import client_for
from .failures import reading_failed

PAGE_SIZE = 50
PAGE_MAX = 200  # of a server that sends all at once
NO_LIST = {404, 405, 501}


class NotListed(ServiceError):
    """The server answers, but lists no threads."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, newest first. `next_after`: the cursor of the next, "" for none; `left_out`: how many more it sent."""

    threads: list[schema.Thread]
    next_after: str = ""
    left_out: int = 0


def lists_threads(connection: Connection) -> bool | None:
    """What the last test of the connection found; None: it was not tested as it is set, or it could not be told.

    The sandbox does only with its switch.
    """
    if connection.is_sandbox:
        return connection.sandbox_fault == "lists"
    found = {one["name"]: one["state"] for one in connection.test_result.get("findings", [])}
    return found["list"] == "good" if "list" in found else None


def list_remote_threads(*, connection: Connection, actor: User, after: str = "") -> Listed:
    """The page of the server's list that begins behind the thread `after`.

    Raises NotListed for a server that has no list, and NotReached when it does not answer, or with something odd.
    """
    on_attempt = keep_calls(connection=connection, actor=actor)
    try:
        client = client_for(connection, on_attempt=on_attempt)
        page = client.threads.list(limit=PAGE_SIZE, order="desc", after=after or None)
    except api.APIError as exc:
        raise not_listed(exc, connection) from exc
    threads = newest_first(page.data)
    return Listed(threads[:PAGE_MAX], page.next_after or "", max(0, len(threads) - PAGE_MAX))


def newest_first(threads: list[schema.Thread]) -> list[schema.Thread]:
    """By the server's times, whatever order it sends them in; those without one come last."""
    return sorted(
        threads, key=lambda one: one.created_at.timestamp() if one.created_at else 0, reverse=True
    )


def not_listed(error: api.APIError, connection: Connection) -> NotListed | NotReached:
    """What a refused list means to a person."""
    if not isinstance(error, api.APIStatusError) or error.is_empty_body:
        return reading_failed(error, connection)
    if error.status_code not in NO_LIST:
        return reading_failed(error, connection)
    said = _("%(connection)s does not list its threads (HTTP %(status)s).")
    return NotListed(said % {"connection": connection, "status": error.status_code})
