"""What Threads API servers answer. Tolerant: only an id is required, and unknown fields are kept."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

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


def _object(value: Any) -> Any:
    return value if isinstance(value, dict) else {}


def _array(value: Any) -> Any:
    return value if isinstance(value, list) else []


def _true(value: Any) -> Any:
    return value is True


def _content(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return [part for part in _array(value) if isinstance(part, dict)]


Moment = Annotated[datetime | None, BeforeValidator(as_datetime)]
AnyObject = Annotated[dict[str, Any], BeforeValidator(_object)]
Objects = Annotated[list[dict[str, Any]], BeforeValidator(_array)]

Content = Annotated[str | list[dict[str, Any]], BeforeValidator(_content)]

RemoteId = Annotated[str, Field(min_length=1, max_length=REMOTE_ID_MAX_LENGTH)]


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


class MessagePage(Answer):
    """One page of `GET /threads/{thread_id}/messages`; the ids of an empty page may be missing."""

    data: list[Message]
    first_id: str | None = None
    last_id: str | None = None
    has_more: Annotated[bool, BeforeValidator(_true)] = False
