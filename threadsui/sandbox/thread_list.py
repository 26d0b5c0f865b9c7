"""`GET /threads`, which the service never had for API keys: as servers that do answer it, for the fault `lists`."""

from typing import Any

from django.db.models import Q

from threadsui.api.schema import ListMessages

from .bodies import read_list_query
from .errors import Refusal
from .exchange import Request, Response, json_response
from .models import Thread
from .threads import described


def listed(request: Request) -> Response | None:
    """A page of all threads for that one request; None for any other, which then goes its usual way."""
    if (request.method, request.path) != ("GET", "/threads"):
        return None
    try:
        return json_response(200, _page(read_list_query(request.query)))
    except Refusal as refusal:
        return refusal.response()


def _page(query: ListMessages) -> dict[str, Any]:
    """In the order of their times; threads of one second in that of their ids."""
    sign = "" if query.order == "asc" else "-"
    threads = Thread.objects.order_by(f"{sign}created_at", f"{sign}id")
    if query.after:
        threads = threads.filter(_beyond(query.after, "gt" if query.order == "asc" else "lt"))
    found = list(threads[: query.limit + 1])
    page = found[: query.limit]
    return {
        "object": "list",
        "data": [described(thread) for thread in page],
        "first_id": page[0].id if page else None,
        "last_id": page[-1].id if page else None,
        "has_more": len(found) > query.limit,
    }


def _beyond(cursor: str, side: str) -> Q:
    last = Thread.objects.filter(pk=cursor).only("created_at").first()
    if last is None:
        said = f"No thread found with id '{cursor}'."
        raise Refusal(400, said, param="after", code="invalid_value")
    same_second = Q(created_at=last.created_at, **{f"id__{side}": last.id})
    return Q(**{f"created_at__{side}": last.created_at}) | same_second
