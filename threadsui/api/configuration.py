"""Where and how to call, checked once, before any request is made."""

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from threadsui import __version__

from . import retries, sentences
from .addresses import is_forbidden
from .auth import Auth, Mask, checked_headers
from .sentences import SUBJECTS, SettingError
from .tokens import ClientCredentials

USER_AGENT = f"threads-console/{__version__}"
BETA_HEADER = "assistants=v2"
TIMEOUT = (5.0, 30.0)  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientConfig:
    """One server and how to talk to it. Raises ValueError, without secrets in it, for what cannot be called.

    `headers`: extra ones, which outrank the client's own. `query`: goes with every request. `beta_header`: the value of
    OpenAI-Beta, empty to leave it out. `timeout`: seconds (to connect, from the request to the end of the answer); the
    second bounds the whole answer, however slowly it drips. `max_wait`: seconds in all between attempts. `verify`: a CA
    bundle's path, or True for the environment's or certifi's. `ca_pem`: certificates to trust instead of all those.
    `proxies`: as in requests; None means the environment's. `credentials`: fetch the bearer token with these.
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
    ca_pem: str = field(default="", repr=False)
    proxies: Mapping[str, str] | None = field(default=None, repr=False)
    organization: str = ""
    project: str = ""
    credentials: ClientCredentials | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        check_url("base URL", self.base_url)
        if self.credentials:
            check_url("token URL", self.credentials.token_url)
        if min(self.timeout) <= 0 or self.max_attempts < 1 or self.max_wait < 0:
            raise ValueError("Timeouts and the number of attempts must be above zero.")
        checked_headers(self.headers)
        checked_headers(self._own_headers())
        self.tls_context()

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
        known = [self.auth.secret, *self.headers.values()]
        return Mask([*known, self.credentials.client_secret] if self.credentials else known)

    @property
    def ca_bundle(self) -> bool | str:
        """`verify`, or the environment's CA bundle, as requests' own session would choose."""
        if self.verify is not True:
            return self.verify
        return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True

    @property
    def longest_call(self) -> float:
        """Seconds after which a call has ended: every attempt timing out, and every wait (DNS lookups not counted)."""
        tokens = (
            2 * sum(self.timeout) if self.credentials else 0
        )  # one, and one more for a refused one
        return self.max_attempts * sum(self.timeout) + self.max_wait + tokens

    def tls_context(self) -> ssl.SSLContext | None:
        """What trusts `ca_pem` alone; None without it. Raises ValueError when it holds no certificate."""
        if not self.ca_pem:
            return None
        try:
            return ssl.create_default_context(cadata=self.ca_pem)
        except (ssl.SSLError, ValueError, TypeError):
            raise ValueError("The CA bundle holds no certificates in PEM format.") from None

    def request_headers(self) -> dict[str, str]:
        """The headers of every request; of two that differ only in case, the extra one stays."""
        own = {
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            **self._own_headers(),
            **self.auth.headers(),
        }
        extra = {name.lower() for name in self.headers}
        return {name: own[name] for name in own if name.lower() not in extra} | dict(self.headers)

    def _own_headers(self) -> dict[str, str]:
        named = {
            "OpenAI-Beta": self.beta_header,
            "OpenAI-Organization": self.organization,
            "OpenAI-Project": self.project,
        }
        return {name: value for name, value in named.items() if value}


def check_url(noun: str, text: str) -> None:
    """Raises SettingError, which names the `noun` (one of SUBJECTS), for an address that is not called."""
    subject = SUBJECTS[noun]
    if not text.isprintable():
        raise SettingError(sentences.INVISIBLE, subject=subject)
    url = urlsplit(text)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise SettingError(sentences.NO_URL, subject=subject)
    if url.username is not None or url.password is not None:
        raise SettingError(sentences.WITH_A_USER, subject=subject)
    if url.query or url.fragment:
        raise SettingError(sentences.WITH_A_QUERY, subject=subject)
    if is_forbidden(url.hostname):
        raise SettingError(sentences.FORBIDDEN, subject=subject)
    if url.port == 0:
        raise SettingError(sentences.PORT_ZERO, subject=subject)
