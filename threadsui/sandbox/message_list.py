"""`GET /threads/{thread_id}/messages`: one page."""

from typing import Any

from django.db.models import Q, QuerySet

from threadsui.api.schema import ListMessages

from . import errors
from .bodies import read_list_query
from .exchange import Request
from .finding import find_thread
from .messages import described
from .models import Message, Thread


def retrieve(request: Request, thread_id: str) -> dict[str, Any]:
    """The page after, before or between the cursors; with `before` alone, the one that ends at it.

    Messages made by runs are what `run_id` asks for, and there are no runs here: such a list is empty.
    """
    thread = find_thread(thread_id)
    query = read_list_query(request.query)
    found, has_more = _page(_between(thread, query), query)
    return {
        "object": "list",
        "data": [described(message) for message in found],
        "first_id": found[0].id if found else None,
        "last_id": found[-1].id if found else None,
        "has_more": has_more,
    }


def _between(thread: Thread, query: ListMessages) -> QuerySet[Message]:
    later, earlier = ("gt", "lt") if query.order == "asc" else ("lt", "gt")
    condition = Q()
    for param, side in (("after", later), ("before", earlier)):
        cursor = getattr(query, param)
        if cursor:
            position = _position(thread, param, cursor)
            condition &= Q(**{f"position__{side}": position})
    messages = thread.messages.none() if query.run_id else thread.messages.all()
    return messages.filter(condition)


def _position(thread: Thread, param: str, cursor: str) -> int:
    message = thread.messages.filter(pk=cursor).only("position").first()
    if message is None:
        raise errors.unknown_cursor(param, cursor)
    return message.position


def _page(messages: QuerySet[Message], query: ListMessages) -> tuple[list[Message], bool]:
    is_backwards = bool(query.before and not query.after)
    is_ascending = (query.order == "asc") != is_backwards
    ordered = messages.order_by("position" if is_ascending else "-position")
    found = list(ordered[: query.limit + 1])
    page = found[: query.limit]
    if is_backwards:
        page.reverse()
    return page, len(found) > query.limit
