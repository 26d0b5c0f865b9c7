"""`/threads/{thread_id}/messages`."""

from collections.abc import Iterator
from functools import partial
from typing import Literal

from .answers import read, read_deleted
from .bodies import Payload, changed_body, new_body, path_of
from .caller import Caller
from .exceptions import APIResponseError
from .schema import Deleted, Message, MessagePage, limits

Order = Literal["asc", "desc"]


class Messages:
    """Messages of the threads of one server. Every method raises APIError."""

    def __init__(self, caller: Caller):
        self._caller = caller

    def create(
        self, thread_id: str, payload: Payload, *, client_request_id: str | None = None
    ) -> Message:
        """Add a message to the thread. Not repeated once it may have been carried out."""
        return self._caller.request(
            "POST",
            path_of("threads", thread_id, "messages"),
            body=new_body(payload),
            read=partial(read, Message),
            client_request_id=client_request_id,
        )

    def list(
        self,
        thread_id: str,
        *,
        limit: int = limits.PAGE_LIMIT_DEFAULT,
        order: Order = "desc",
        after: str | None = None,
        before: str | None = None,
        run_id: str | None = None,
        client_request_id: str | None = None,
    ) -> MessagePage:
        """One page of the thread's messages; `after` and `before` are message ids."""
        query = {"limit": limit, "order": order, "after": after, "before": before, "run_id": run_id}
        return self._caller.request(
            "GET",
            path_of("threads", thread_id, "messages"),
            query=query,
            read=partial(read, MessagePage),
            client_request_id=client_request_id,
        )

    def iterate(
        self,
        thread_id: str,
        *,
        limit: int = limits.PAGE_LIMIT_MAX,
        order: Order = "asc",
        after: str | None = None,
    ) -> Iterator[Message]:
        """All messages after `after`, each page of `limit` asked for only when needed.

        Raises APIResponseError for a server that comes round to a place it has been at: it would never end.
        """
        seen = {after}
        while True:
            page = self.list(thread_id, limit=limit, order=order, after=after)
            yield from page.data
            after = page.last_id or (page.data[-1].id if page.data else None)
            if not page.has_more or not page.data:
                return
            if after in seen:
                raise APIResponseError(
                    "The server sends the same page of messages again and again, so the rest cannot be read.",
                    status_code=200,
                )
            seen.add(after)

    def retrieve(
        self, thread_id: str, message_id: str, *, client_request_id: str | None = None
    ) -> Message:
        """`GET /threads/{thread_id}/messages/{message_id}`."""
        return self._caller.request(
            "GET",
            path_of("threads", thread_id, "messages", message_id),
            read=partial(read, Message),
            client_request_id=client_request_id,
        )

    def update(
        self,
        thread_id: str,
        message_id: str,
        payload: Payload,
        *,
        client_request_id: str | None = None,
    ) -> Message:
        """Change the message's metadata, the only thing that can change; null or {} clears it."""
        return self._caller.request(
            "POST",
            path_of("threads", thread_id, "messages", message_id),
            body=changed_body(payload),
            read=partial(read, Message),
            client_request_id=client_request_id,
        )

    def delete(
        self, thread_id: str, message_id: str, *, client_request_id: str | None = None
    ) -> Deleted:
        """Delete one message. NotFoundError with `attempts` above 1 may mean that the first one did it."""
        return self._caller.request(
            "DELETE",
            path_of("threads", thread_id, "messages", message_id),
            read=partial(read_deleted, message_id),
            client_request_id=client_request_id,
        )
