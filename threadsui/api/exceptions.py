"""What can go wrong between us and a Threads API. The names are those of OpenAI's SDK."""

from .causes import Cause


class APIError(Exception):
    """Anything that went wrong. `str()` is a masked, bounded sentence; `repr()` never holds the server's words."""

    sent: bool = True
    """False only when the server surely never got the request."""
    attempts: int = 1
    """How often the request was made before this was raised."""
    cause: Cause | None = None
    """Why the exchange broke, or that for a token; None when something was answered, or nothing asked."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message

    def __repr__(self) -> str:
        # Retry hooks and error reporters log this: facts only, because a server's message may quote what people wrote.
        return f"{type(self).__name__}(sent={self.sent}, attempts={self.attempts})"


class APIRequestError(APIError, ValueError):
    """The request cannot be made as asked, for instance with `..` as an id. Nothing was sent."""

    sent = False


class APITokenError(APIError):
    """No OAuth token to call with: its server refused, or could not be reached. Nothing was sent to the API."""

    sent = False


class APIConnectionError(APIError):
    """No whole answer: name lookup, refused, broken TLS (not `sent`); reset, cut in the middle (`sent`)."""

    def __init__(self, message: str, *, sent: bool, is_tls: bool = False):
        super().__init__(message)
        self.sent = sent
        self.is_tls = is_tls  # the server was there, but no safe connection came about


class APITimeoutError(APIConnectionError):
    """No connection in time (not `sent`), or no whole answer in time (`sent`: it may have been carried out)."""


class APIResponseError(APIError):
    """A 2xx that is no usable answer: not JSON, no id, too large. It may well have been carried out."""

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        request_id: str | None = None,
        is_too_large: bool = False,
    ):
        super().__init__(message)
        self.status_code = status_code
        self.request_id = request_id
        self.is_too_large = is_too_large


class APIStatusError(APIError):
    """The server answered, and the answer was not 2xx."""

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        type: str | None = None,  # noqa: A002 - the API's own word
        code: str | None = None,
        param: str | None = None,
        request_id: str | None = None,
        is_empty_body: bool = False,
        retry_after: float | None = None,
    ):
        super().__init__(message)
        self.status_code = status_code
        self.type = type
        self.code = code
        self.param = param
        self.request_id = request_id
        self.is_empty_body = is_empty_body
        self.retry_after = retry_after  # seconds that the server asks for; None: it does not

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(status_code={self.status_code}, code={self.code!r}, "
            f"request_id={self.request_id!r}, attempts={self.attempts})"
        )


class BadRequestError(APIStatusError):
    """400: the server refused the body; `param` says where."""


class AuthenticationError(APIStatusError):
    """401: the key is missing, wrong or not allowed here."""


class PermissionDeniedError(APIStatusError):
    """403: the key is known but may not do this."""


class NotFoundError(APIStatusError):
    """404: no such thread or message; with `is_empty_body`, more likely no such API at this base URL."""


class ConflictError(APIStatusError):
    """409: the thread is busy or was changed meanwhile."""


class UnprocessableEntityError(APIStatusError):
    """422: as 400, from servers that validate by schema."""


class RateLimitError(APIStatusError):
    """429: turned away at the door, so nothing was done."""


class InternalServerError(APIStatusError):
    """5xx: the server failed; the work may have been done all the same."""


BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def class_for_status(status_code: int) -> type[APIStatusError]:
    """The exception that stands for a status other than 2xx."""
    fallback = InternalServerError if status_code >= 500 else APIStatusError
    return BY_STATUS.get(status_code, fallback)
