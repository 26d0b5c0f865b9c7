"""What Threads API servers answer. Tolerant: only an id is required, and unknown fields are kept."""

from datetime import UTC, datetime
from math import isfinite
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

REMOTE_ID_MAX_LENGTH = 200  # characters; real ids have some 30, and what is longer is none
MILLISECONDS_FROM = 10**11  # as seconds that is the year 5138, as milliseconds 1973


def as_datetime(value: Any) -> datetime | None:
    """Seconds since 1970, or the milliseconds that some servers send; anything else is None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / 1000 if abs(value) >= MILLISECONDS_FROM else value
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def storable(value: Any) -> Any:
    """The JSON value as every database takes it: null for a number that is none (NaN, 1e999), no NUL in a text.

    An accepted thread would otherwise be lost between the answer and the record of it.
    """
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return value


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("an id must not hold control characters")
    return value


def _object(value: Any) -> Any:
    return storable(value) if isinstance(value, dict) else {}


def _array(value: Any) -> Any:
    return storable(value) if isinstance(value, list) else []


def _true(value: Any) -> Any:
    return value is True


def _content(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    return [part for part in _array(value) if isinstance(part, dict)]


Moment = Annotated[datetime | None, BeforeValidator(as_datetime)]
AnyObject = Annotated[dict[str, Any], BeforeValidator(_object)]
Objects = Annotated[list[dict[str, Any]], BeforeValidator(_array)]

Content = Annotated[str | list[dict[str, Any]], BeforeValidator(_content)]

RemoteId = Annotated[
    str, Field(min_length=1, max_length=REMOTE_ID_MAX_LENGTH), AfterValidator(_printable)
]


class Answer(BaseModel):
    model_config = ConfigDict(extra="allow")


class Thread(Answer):
    """A thread as a server describes it. Messages are never in it: list them."""

    id: RemoteId
    created_at: Moment = None
    metadata: AnyObject = {}
    tool_resources: AnyObject = {}


class Message(Answer):
    """A message as a server describes it."""

    id: RemoteId
    role: str | None = None
    content: Content = ""
    created_at: Moment = None
    attachments: Objects = []
    metadata: AnyObject = {}


class Deleted(Answer):
    id: str = ""
    deleted: bool = True


class ThreadPage(Answer):
    """One page of `GET /threads`, of the servers that have it."""

    data: list[Thread]
    first_id: str | None = None
    last_id: str | None = None
    has_more: Annotated[bool, BeforeValidator(_true)] = False

    @property
    def next_after(self) -> str | None:
        """The cursor of the page that follows; None when this is the last."""
        return (self.last_id or self.data[-1].id) if self.has_more and self.data else None


class MessagePage(Answer):
    """One page of `GET /threads/{thread_id}/messages`; the ids of an empty page may be missing."""

    data: list[Message]
    first_id: str | None = None
    last_id: str | None = None
    has_more: Annotated[bool, BeforeValidator(_true)] = False
