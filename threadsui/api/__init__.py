"""A client of the Threads API. It speaks OpenAI's words, knows no Django, and never repeats a POST in doubt.

client = ThreadsClient("https://host/v1", auth=Auth("bearer", key))
thread = client.threads.create({"messages": [{"role": "user", "content": "Hi"}]})
"""

from .attempts import Attempt, OnAttempt
from .auth import Auth, AuthStyle
from .client import ThreadsClient
from .configuration import ClientConfig, check_url
from .error_bodies import shape_of
from .exceptions import (
    APIConnectionError,
    APIError,
    APIRequestError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    APITokenError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
)
from .sentences import SENTENCES, SettingError
from .tokens import ClientCredentials

__all__ = [
    "SENTENCES",
    "APIConnectionError",
    "APIError",
    "APIRequestError",
    "APIResponseError",
    "APIStatusError",
    "APITimeoutError",
    "APITokenError",
    "Attempt",
    "Auth",
    "AuthStyle",
    "AuthenticationError",
    "BadRequestError",
    "ClientConfig",
    "ClientCredentials",
    "ConflictError",
    "InternalServerError",
    "NotFoundError",
    "OnAttempt",
    "PermissionDeniedError",
    "RateLimitError",
    "SettingError",
    "ThreadsClient",
    "UnprocessableEntityError",
    "check_url",
    "shape_of",
]
