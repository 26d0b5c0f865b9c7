"""The record of one HTTP attempt, told to whoever keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .auth import Mask

BODY_MAX_BYTES = 256 * 1024  # of each body that is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt, as it went. Secrets are masked, bodies are cut at BODY_MAX_BYTES.

    `path` is below the base URL, with this call's own query but not the connection's. `status` is None when no answer
    arrived. `error` is a short sentence, empty when all went well. `retry_in`: seconds until the next attempt, None
    when there is none.
    """

    method: str
    path: str
    attempt: int  # 1-based
    status: int | None
    duration_ms: float
    request_id: str | None
    error: str
    request_body: str
    response_body: str
    retry_in: float | None
    started_at: datetime


OnAttempt = Callable[[Attempt], None]


def kept_text(body: bytes | None, mask: Mask) -> str:
    """A body as text to keep: masked before it is cut, so that half a secret cannot stay; storable in any database."""
    if not body:
        return ""
    some = body[: BODY_MAX_BYTES + 8192]
    text = mask(some.decode("utf-8", "replace").replace("\x00", "\ufffd"))
    if len(body) <= BODY_MAX_BYTES:
        return text
    return text.encode()[:BODY_MAX_BYTES].decode("utf-8", "ignore")
