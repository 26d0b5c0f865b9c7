"""`/threads`."""

from collections.abc import Iterator
from functools import partial

from .answers import read, read_deleted
from .bodies import Payload, changed_body, new_body, path_of
from .caller import Caller
from .exceptions import APIResponseError
from .messages import Order
from .schema import Deleted, Thread, ThreadPage, limits


class Threads:
    """Threads of one server. Every method raises APIError."""

    def __init__(self, caller: Caller):
        self._caller = caller

    def create(self, payload: Payload = b"{}", *, client_request_id: str | None = None) -> Thread:
        """`POST /threads`. Bytes and text are sent exactly as given. Its messages are not in the answer.

        Not repeated once it may have been carried out: the API has no idempotency key.
        """
        return self._caller.request(
            "POST",
            "/threads",
            body=new_body(payload),
            read=partial(read, Thread),
            client_request_id=client_request_id,
        )

    def retrieve(self, thread_id: str, *, client_request_id: str | None = None) -> Thread:
        """`GET /threads/{thread_id}`."""
        return self._caller.request(
            "GET",
            path_of("threads", thread_id),
            read=partial(read, Thread),
            client_request_id=client_request_id,
        )

    def list(
        self,
        *,
        limit: int = limits.PAGE_LIMIT_DEFAULT,
        order: Order | None = None,
        after: str | None = None,
    ) -> ThreadPage:
        """`GET /threads`. OpenAI never had it for keys; Foundry, Astra and a few more servers do.

        Not all of them heed what is asked for: a page may be longer than `limit`, or in another order.
        """
        return self._caller.request(
            "GET",
            "/threads",
            query={"limit": limit, "order": order, "after": after},
            read=partial(read, ThreadPage),
        )

    def pages(
        self, *, most: int, limit: int = limits.PAGE_LIMIT_MAX, order: Order = "desc"
    ) -> Iterator[ThreadPage]:
        """The first `most` pages of the list, each asked for only when needed.

        Raises APIResponseError for a server that comes round to a place it has been at: it heeds no cursor.
        """
        after: str | None = None
        seen: set[str] = set()
        for _page in range(most):
            page = self.list(limit=limit, order=order, after=after)
            yield page
            after = page.next_after
            if after is None:
                return
            if after in seen:
                raise APIResponseError(
                    "The server sends the same page of threads again and again, so the rest cannot be read.",
                    status_code=200,
                )
            seen.add(after)

    def update(
        self, thread_id: str, payload: Payload, *, client_request_id: str | None = None
    ) -> Thread:
        """`POST /threads/{thread_id}`. A given map replaces the whole map, null or {} clears it."""
        return self._caller.request(
            "POST",
            path_of("threads", thread_id),
            body=changed_body(payload),
            read=partial(read, Thread),
            client_request_id=client_request_id,
        )

    def delete(self, thread_id: str, *, client_request_id: str | None = None) -> Deleted:
        """`DELETE /threads/{thread_id}`. NotFoundError with `attempts` above 1 may mean that the first one did it."""
        return self._caller.request(
            "DELETE",
            path_of("threads", thread_id),
            read=partial(read_deleted, thread_id),
            client_request_id=client_request_id,
        )
