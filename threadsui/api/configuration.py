"""Where and how to call, checked once, before any request is made."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from threadsui import __version__

from . import retries
from .auth import Auth, Mask, checked_headers

USER_AGENT = f"threads-console/{__version__}"
BETA_HEADER = "assistants=v2"
TIMEOUT = (5.0, 30.0)  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientConfig:
    """One server and how to talk to it. Raises ValueError, without secrets in it, for what cannot be called.

    `headers`: extra ones, which outrank the client's own. `query`: goes with every request. `beta_header`: the value of
    OpenAI-Beta, empty to leave it out. `timeout`: seconds (to connect, from the request to the end of the answer); the
    second bounds the whole answer, however slowly it drips. `max_wait`: seconds in all between attempts. `verify`: a CA
    bundle's path, or True for the environment's or certifi's. `proxies`: as in requests; None means the environment's.
    """

    base_url: str
    auth: Auth = field(default_factory=Auth)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    beta_header: str = BETA_HEADER
    timeout: tuple[float, float] = TIMEOUT
    max_attempts: int = retries.MAX_ATTEMPTS
    max_wait: float = retries.MAX_WAIT
    verify: bool | str = True
    proxies: Mapping[str, str] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        url = urlsplit(self.base_url)
        if url.scheme not in {"http", "https"} or not url.hostname:
            raise ValueError("The base URL must start with http:// or https:// and name a host.")
        if url.username is not None or url.password is not None:
            raise ValueError("The base URL must not hold a user name or password.")
        if url.query or url.fragment:
            raise ValueError("The base URL must not hold a query or fragment.")
        if min(self.timeout) <= 0 or self.max_attempts < 1 or self.max_wait < 0:
            raise ValueError("Timeouts and the number of attempts must be above zero.")
        checked_headers(self.headers)
        checked_headers({"OpenAI-Beta": self.beta_header} if self.beta_header else {})

    @property
    def url(self) -> str:
        """The base URL without a slash at its end."""
        return self.base_url.rstrip("/")

    @property
    def host(self) -> str:
        """The server as people know it: its name, and its port if one is given."""
        return urlsplit(self.base_url).netloc

    @property
    def mask(self) -> Mask:
        """Hides the key and the values of the extra headers."""
        return Mask([self.auth.secret, *self.headers.values()])

    @property
    def ca_bundle(self) -> bool | str:
        """`verify`, or the environment's CA bundle, as requests' own session would choose."""
        if self.verify is not True:
            return self.verify
        return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True

    @property
    def longest_call(self) -> float:
        """Seconds after which a call has ended: every attempt timing out, and every wait (DNS lookups not counted)."""
        return self.max_attempts * sum(self.timeout) + self.max_wait

    def request_headers(self) -> dict[str, str]:
        """The headers of every request; of two that differ only in case, the extra one stays."""
        own = {
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            **({"OpenAI-Beta": self.beta_header} if self.beta_header else {}),
            **self.auth.headers(),
        }
        extra = {name.lower() for name in self.headers}
        return {name: own[name] for name in own if name.lower() not in extra} | dict(self.headers)
