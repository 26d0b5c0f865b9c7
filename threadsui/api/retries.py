"""When a request is made again, and after how long. Numbers and small predicates; the waiting is stamina's.

The API knows no idempotency key, so a POST that may have been carried out is never repeated: it could act twice.
"""

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .exceptions import APIConnectionError, APIError, APIStatusError

MAX_ATTEMPTS = 3
MAX_WAIT = 20.0  # seconds in all that a waiting person bears
BACKOFF_FIRST = 0.5  # seconds
BACKOFF_MAX = 8.0  # seconds
BACKOFF_JITTER = 0.25  # at most this part of a wait is left out, so that callers spread

SAFE_TO_REPEAT = {"GET", "DELETE"}
WORTH_REPEATING = {408, 409, 429}
FINAL_CODES = {"insufficient_quota", "credit_balance_exhausted"}  # a 429 that waiting does not cure


def seconds_until_repeat(
    method: str,
    error: APIError,
    headers: Mapping[str, str],
    *,
    waited: float,
    max_wait: float = MAX_WAIT,
) -> float | None:
    """Seconds to wait before the next attempt; None when there must not be one.

    `waited`: what this call has waited before. `headers`: the answer's, case-insensitive.
    """
    if not may_repeat(method, error, headers.get("x-should-retry", "")):
        return None
    wait = asked_wait(headers)
    if wait is None:
        wait = backoff(error.attempts)
    return wait if waited + wait <= max_wait else None


def may_repeat(method: str, error: APIError, should_retry: str = "") -> bool:
    """Whether the policy allows one more attempt. `should_retry`, the x-should-retry header, outranks the status."""
    if isinstance(error, APIConnectionError):
        return method in SAFE_TO_REPEAT or not error.sent
    if not isinstance(error, APIStatusError):
        return False
    if method not in SAFE_TO_REPEAT and error.status_code != 429:
        return False
    if should_retry.lower() in {"true", "false"}:
        return should_retry.lower() == "true"
    return is_worth_repeating(error)


def is_worth_repeating(error: APIStatusError) -> bool:
    """Whether the same request may fare better later, by status and code alone."""
    if FINAL_CODES & {error.code, error.type}:
        return False
    return error.status_code in WORTH_REPEATING or error.status_code >= 500


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds the server asks for: `retry-after-ms`, else `Retry-After` (seconds or HTTP date); None if none."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None and milliseconds > 0:
        return milliseconds / 1000
    asked = headers.get("retry-after")
    seconds = _number(asked)
    if seconds is None and asked:
        seconds = _seconds_until(asked)
    return seconds if seconds is not None and seconds > 0 else None


def backoff(attempt: int) -> float:
    """Seconds after the failed attempt `attempt` (1-based): 0.5, 1, 2, 4, 8, 8, … less some jitter."""
    wait = BACKOFF_MAX if attempt > 10 else min(BACKOFF_FIRST * 2.0 ** (attempt - 1), BACKOFF_MAX)
    return wait * random.uniform(1 - BACKOFF_JITTER, 1)  # noqa: S311 - spreads callers, protects nothing


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return None if math.isnan(number) else number


def _seconds_until(http_date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(http_date)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:  # "-0000" reads as naive; HTTP dates are GMT
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
