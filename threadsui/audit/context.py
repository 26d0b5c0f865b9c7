"""Where a change came from: the id that joins everything one request did, and the address it came from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    correlation_id: str = ""
    address: str = ""


_current: ContextVar[Context] = ContextVar("audit_context", default=Context())  # noqa: B039  frozen


def current_context() -> Context:
    return _current.get()


@contextmanager
def bound_context(context: Context) -> Iterator[None]:
    """Everything recorded inside carries `context`."""
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)
