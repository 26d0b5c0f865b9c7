"""OAuth 2 client credentials (RFC 6749, 4.4): a token is fetched when one is needed, and renewed before it ends.

A library would bring a session of its own, with redirects and cookies that a client's secret must not meet, and other
timeouts, bounds and addresses than the calls have. The whole grant is one form and one answer.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from . import sentences
from .answers import Answer
from .auth import Mask, checked_headers
from .error_bodies import MESSAGE_MAX_LENGTH, clean
from .exceptions import APIError, APITokenError
from .failures import DOUBT

LIFE_DEFAULT = 300.0  # seconds, of a token whose answer does not say
MARGIN_MAX = 300.0  # seconds before its end that a token is renewed; a tenth of a short life


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCredentials:
    """Who asks for a token, and where. The secret travels in the form, as Entra ID documents it, not as HTTP Basic."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = ""

    def form(self) -> bytes:
        values = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "scope": self.scope,
        }
        return urlencode({name: value for name, value in values.items() if value}).encode()


class TokenSource:
    """The current token of one client. Threads may share it; while one fetches, the others wait for its token."""

    def __init__(self, host: str, fetch: Callable[[], Answer], mask: Mask):
        self._host = host  # of the token server, as people know it
        self._fetch = fetch
        self._mask = mask
        self._lock = Lock()
        self._token = ""
        self._renew_at = 0.0

    def token(self) -> str:
        """A token that is good for a while yet. Raises APITokenError: nothing was sent to the API then."""
        with self._lock:
            if not self._token or monotonic() >= self._renew_at:
                self._token = ""
                self._token, life = self._fetched()
                self._renew_at = monotonic() + life - min(life / 10, MARGIN_MAX)
                self._mask.learn(self._token)
            return self._token

    def forget(self, token: str) -> bool:
        """Drop a token that the API refused; False when another one has taken its place, or none was used."""
        with self._lock:
            is_current = bool(token) and token == self._token
            if is_current:
                self._token = ""
            return is_current

    def _fetched(self) -> tuple[str, float]:
        cause = None
        try:
            answer = self._fetch()
        except APIError as exc:
            said, cause = exc.message, exc.cause
        else:
            if answer.is_success:
                return self._read(answer)
            said = f"{self._host} answered HTTP {answer.status_code}{_reason(answer)}"
        said = said.removesuffix(" Nothing was sent.").removesuffix(DOUBT)  # of the token's request
        error = APITokenError(sentences.NO_TOKEN % {"reason": self._mask(said).rstrip(". ")})
        error.cause = cause
        raise error

    def _read(self, answer: Answer) -> tuple[str, float]:
        said = _object(answer)
        token, kind = said.get("access_token"), str(said.get("token_type", "bearer"))
        problem = ""
        if not isinstance(token, str) or not token:
            problem = "holds no access_token"
        elif kind.lower() != "bearer":
            problem = f"is of the type {clean(kind, 40)}, not Bearer"
        elif not _fits_a_header(token):
            problem = "cannot be sent in a header"
        if problem:
            raise APITokenError(f"The token of {self._host} {problem}. Nothing was sent.")
        return str(token), _life(said.get("expires_in"))


def _object(answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _reason(answer: Answer) -> str:
    """What the server says is wrong: RFC 6749 names it `error` and explains it in `error_description`."""
    said = _object(answer)
    words = [clean(said.get(name), MESSAGE_MAX_LENGTH) for name in ("error", "error_description")]
    told = ": ".join(filter(None, words))
    return f" ({told})" if told else ""


def _fits_a_header(token: str) -> bool:
    try:
        checked_headers({"Authorization": f"Bearer {token}"})
    except ValueError:
        return False
    return True


def _life(expires_in: object) -> float:
    """Seconds; some servers send the number as text."""
    try:
        life = float(str(expires_in))
    except ValueError:
        return LIFE_DEFAULT
    return life if 0 < life < 10**9 else LIFE_DEFAULT
