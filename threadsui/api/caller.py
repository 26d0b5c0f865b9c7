"""One call of an endpoint: made again where that is safe, and every attempt told to `on_attempt`. Knows no endpoint."""

import logging
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import stamina

from . import answers, retries
from .answers import Answer
from .attempts import Attempt, OnAttempt, kept_text
from .configuration import ClientConfig
from .exceptions import APIError, APIRequestError, AuthenticationError
from .transport import Request, Transport

logger = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(slots=True)
class _Call(Generic[T]):
    """One call over all its attempts."""

    request: Request
    method: str
    path: str  # as told: without the connection's query
    body: bytes | None
    read: Callable[[Answer], T]
    waited: float = 0.0  # seconds, over all waits
    wait: float | None = None  # seconds until the next attempt; None: there is none

    def wait_after(self, exc: Exception) -> bool | float:
        """stamina's hook: the decision has been made and told already."""
        return self.wait if isinstance(exc, APIError) and self.wait is not None else False


class Caller:
    """Calls one server, by the policy of `retries`."""

    def __init__(
        self, config: ClientConfig, transport: Transport, on_attempt: OnAttempt | None = None
    ):
        self.config = config
        self._transport = transport
        self._on_attempt = on_attempt
        self._mask = transport.mask

    def observed_by(self, on_attempt: OnAttempt | None) -> "Caller":
        """A caller over the same connections that tells its attempts to `on_attempt`."""
        twin = copy(self)
        twin._on_attempt = on_attempt
        return twin

    def close(self) -> None:
        """Close idle connections. The caller stays usable."""
        self._transport.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        read: Callable[[Answer], T],
        query: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        client_request_id: str | None = None,
    ) -> T:
        """`read(answer)` of the 2xx answer to `method path`, after as many attempts as are allowed.

        Raises an APIError. `path` is below the base URL and quoted already; None in `query` is left out. `read` may
        raise APIResponseError.
        """
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        headers = {} if body is None else {"Content-Type": "application/json"}
        if client_request_id is not None:
            headers["X-Client-Request-Id"] = _checked(client_request_id)
        request = self._transport.prepared(method, path, query=asked, body=body, headers=headers)
        call = _Call(request, method, f"{path}?{urlencode(asked)}" if asked else path, body, read)
        attempts = self.config.max_attempts
        for attempt in stamina.retry_context(on=call.wait_after, attempts=attempts, timeout=None):
            with attempt:
                return self._attempt(call, attempt.num)
        raise AssertionError("stamina always makes a first attempt")

    def _attempt(self, call: _Call[T], number: int) -> T:
        started_at, start = datetime.now(UTC), perf_counter()
        answer: Answer | None = None
        error: APIError | None = None
        try:
            answer = self._transport.exchange(call.request)
            if not answer.is_success:
                raise answers.refusal(answer, self._mask)
            return call.read(answer)
        except APIError as exc:
            error = exc
            error.attempts = number
            self._decide(call, error, answer)
            raise
        finally:
            ms = (perf_counter() - start) * 1000
            self._tell(
                call, number=number, answer=answer, error=error, started_at=started_at, ms=ms
            )

    def _decide(self, call: _Call[T], error: APIError, answer: Answer | None) -> None:
        call.wait = None
        is_refused = isinstance(error, AuthenticationError)
        may_be_renewed = is_refused and self._transport.renew_token(call.request)
        if error.attempts >= self.config.max_attempts:
            return
        if (
            may_be_renewed and error.attempts == 1
        ):  # a 401 is no work done, and tokens may be revoked
            call.wait = 0.0
            return
        call.wait = retries.seconds_until_repeat(
            call.method,
            error,
            answer.headers if answer else {},
            waited=call.waited,
            max_wait=self.config.max_wait,
        )
        call.waited += call.wait or 0

    def _tell(
        self,
        call: _Call[T],
        *,
        number: int,
        answer: Answer | None,
        error: APIError | None,
        started_at: datetime,
        ms: float,
    ) -> None:
        status = answer.status_code if answer else None
        logger.debug("%s %s: %s in %.1f ms", call.method, call.path, status, ms)
        if self._on_attempt is None:
            return
        request_id = getattr(error, "request_id", None) or (answer.request_id if answer else None)
        attempt = Attempt(
            method=call.method,
            path=self._mask(call.path),
            attempt=number,
            status=status,
            duration_ms=ms,
            request_id=self._mask(request_id) if request_id else None,
            error=error.message if error else "" if answer else "The attempt was interrupted.",
            request_body=kept_text(call.body, self._mask),
            response_body=kept_text(answer.body if answer else None, self._mask),
            retry_in=call.wait if error else None,
            started_at=started_at,
        )
        try:
            self._on_attempt(attempt)
        except Exception:  # whatever befalls the recorder, it must not hide what the server did
            logger.exception(
                "Attempt %d of %s %s could not be recorded", number, call.method, call.path
            )


def _checked(client_request_id: str) -> str:
    text = client_request_id.strip()
    if not (text.isascii() and text.isprintable() and 0 < len(text) <= 512):
        raise APIRequestError(
            "A client request id is 1 to 512 printable ASCII characters. Nothing was sent."
        )
    return text
