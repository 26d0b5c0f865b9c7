"""From a broken exchange to an exception with a sentence. Knows urllib3's and Python's errors."""

from collections.abc import Iterator
from ssl import SSLError

from urllib3.exceptions import (
    ConnectTimeoutError,
    NewConnectionError,
    ReadTimeoutError,
)

from . import sentences
from .addresses import ForbiddenAddressError
from .auth import Mask
from .causes import cause_of
from .error_bodies import clean
from .exceptions import APIConnectionError, APIError, APIRequestError, APITimeoutError

REASON_MAX_LENGTH = 200
DOUBT = "It may have carried out the request all the same."
_LAYERS_MAX = 12  # urllib3 and requests wrap an error about four times


def connection_error(
    exc: Exception,
    *,
    host: str,
    timeout: tuple[float, float],
    sent: bool,
    is_timeout: bool,
    mask: Mask,
) -> APIError:
    """The exception for an exchange with `host` that broke with `exc`. `timeout`: (connect, read) seconds."""
    is_timeout = is_timeout or any(
        isinstance(layer, TimeoutError | ReadTimeoutError) for layer in layers(exc)
    )
    error = _said(exc, host, timeout, sent=sent, is_timeout=is_timeout, mask=mask)
    error.cause = cause_of(
        layers(exc), host=host, timeout=timeout, sent=sent, is_timeout=is_timeout
    )
    return error


def _said(
    exc: Exception,
    host: str,
    timeout: tuple[float, float],
    *,
    sent: bool,
    is_timeout: bool,
    mask: Mask,
) -> APIError:
    if any(isinstance(layer, ForbiddenAddressError) for layer in layers(exc)):
        return APIRequestError(sentences.NOT_CALLED % {"reason": _reason(exc)})
    connect, read = timeout
    if not sent:
        if is_timeout:
            said = sentences.NO_CONNECTION_IN_TIME % {"host": host, "seconds": f"{connect:g}"}
            return APITimeoutError(said, sent=False)
        return APIConnectionError(
            sentences.NO_CONNECTION % {"host": host, "reason": mask(_reason(exc))},
            sent=False,
            is_tls=any(isinstance(layer, SSLError) for layer in layers(exc)),
        )
    if is_timeout:
        said = sentences.NO_ANSWER_IN_TIME % {"host": host, "seconds": f"{read:g}"}
        return APITimeoutError(said, sent=True)
    said = sentences.BROKEN_OFF % {"host": host, "reason": mask(_reason(exc))}
    return APIConnectionError(said, sent=True)


def never_connected(exc: Exception) -> bool:
    """Whether the exception itself, wherever it comes from, says that no connection was made."""
    return any(isinstance(layer, ConnectTimeoutError | NewConnectionError) for layer in layers(exc))


def layers(exc: BaseException) -> Iterator[BaseException]:
    """The exception and those it wraps, as argument, reason, cause or context; outermost first."""
    layer: BaseException | None = exc
    for _ in range(_LAYERS_MAX):
        if layer is None:
            return
        yield layer
        wrapped = [getattr(layer, "reason", None), *reversed(layer.args)]
        inner = [item for item in wrapped if isinstance(item, BaseException)]
        layer = next(iter(inner), None) or layer.__cause__ or layer.__context__


def _reason(exc: Exception) -> str:
    """What the innermost layer says in words, without URLs: those may carry a key in their query."""
    innermost = list(layers(exc))[-1]
    said = getattr(innermost, "verify_message", "") or getattr(innermost, "strerror", None)
    if not isinstance(said, str) or not said:
        said = type(innermost).__name__
    return clean(said, REASON_MAX_LENGTH)
