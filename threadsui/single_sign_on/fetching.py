"""How the provider is asked: with deadlines and bounds, without redirects, and with nothing that lies about.

The client's secret and people's tokens travel here. So nothing of `~/.netrc` is added, and no other host is told.
"""

import time
from typing import Any

import requests
from django.conf import settings
from requests.utils import get_environ_proxies

TIMEOUTS = (5, 10)  # seconds to connect, and between two pieces of an answer
DEADLINE = 20  # seconds for a whole answer
SIZE_MAX = 1024 * 1024  # bytes of an answer; a discovery document has some 5,000
PIECE = 64 * 1024


class AnswerRefused(requests.RequestException):
    """The provider answered, but not as one does: elsewhere, too much, or too slowly."""


class ProviderSession(requests.Session):
    """Of the environment it takes the proxies alone."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = settings.SINGLE_SIGN_ON.ca_bundle or True

    def request(self, method: Any, url: Any, **options: Any) -> requests.Response:
        options |= {"timeout": TIMEOUTS, "allow_redirects": False, "stream": True}
        options.setdefault("proxies", get_environ_proxies(url))
        began = time.monotonic()
        response = super().request(method, url, **options)
        with response:
            if response.is_redirect:
                raise AnswerRefused("It sends us elsewhere.")
            response._content = _read(
                response, began
            )  # what requests does for answers that are not streamed
        return response


def _read(response: requests.Response, began: float) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_content(PIECE):
        size += len(piece)
        if size > SIZE_MAX:
            raise AnswerRefused("Its answer is too large.")
        if time.monotonic() - began > DEADLINE:
            raise AnswerRefused("Its answer takes too long.")
        pieces.append(piece)
    return b"".join(pieces)
