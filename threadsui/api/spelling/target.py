"""Where a request goes and with which headers, with every secret replaced by the variable that would hold it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

from threadsui.api.configuration import ClientConfig

THE_KEY = "THREADS_API_KEY"  # the variable that stands for the connection's key
BETA = "OpenAI-Beta"
PATH_SAFE = "/%~:@!$&'()*+,;="

# What one word of a command line may hold is 128 KiB on Linux; beyond this, a body is read from BODY_FILE.
WORD_MAX = 100_000  # bytes
BODY_FILE = "body.json"


@dataclass(frozen=True, slots=True)
class Header:
    """`text`, followed by the value of the environment's `variable` if there is one."""

    name: str
    text: str = ""
    variable: str = ""

    def is_called(self, name: str) -> bool:
        return self.name.lower() == name.lower()


@dataclass(frozen=True, slots=True)
class Target:
    """`base_url` has no slash at its end. `headers` are those of the connection, OpenAI-Beta included."""

    base_url: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[Header, ...] = ()

    @classmethod
    def of(cls, config: ClientConfig, *, base_url: str | None = None) -> "Target":
        """What `config` calls, at `base_url` if that is another address of the same server."""
        query = {name: config.mask(str(value)) for name, value in config.query.items()}
        return cls((base_url or config.url).rstrip("/"), query, tuple(_headers(config)))

    @property
    def path(self) -> str:
        """`/v1/threads`."""
        return f"{urlsplit(self.base_url).path}/threads"

    @property
    def url(self) -> str:
        """The whole address of `POST /threads`, in characters that every tool sends as they are."""
        parts = urlsplit(self.base_url)
        address = f"{parts.scheme}://{parts.netloc}{quote(self.path, safe=PATH_SAFE)}"
        return f"{address}?{urlencode(self.query)}" if self.query else address

    @property
    def takes_bearer_key(self) -> bool:
        """Whether the key travels as every OpenAI tool sends it by itself."""
        return any(
            header.is_called("Authorization") and header.variable == THE_KEY
            for header in self.headers
        )


def _headers(config: ClientConfig) -> Iterable[Header]:
    """As the client sends them: of two that differ only in case, the extra one counts."""
    extra = {name.lower() for name in config.headers}
    named = {
        BETA: config.beta_header,
        "OpenAI-Organization": config.organization,
        "OpenAI-Project": config.project,
    }
    own = [Header(name, value) for name, value in named.items() if value]
    scheme = "Bearer " if config.auth.style == "bearer" else ""
    own += [Header(name, scheme, THE_KEY) for name in config.auth.headers()]
    if config.credentials:  # a token of the moment, which whoever runs this has to fetch
        own.append(Header("Authorization", "Bearer ", THE_KEY))
    yield from (header for header in own if header.name.lower() not in extra)
    taken = {THE_KEY}
    for name in config.headers:
        variable = _variable(name, taken)
        taken.add(variable)
        yield Header(name, "", variable)


def _variable(name: str, taken: set[str]) -> str:
    """HEADER_X_TEAM for `x-team`: the first word keeps it apart from PATH and its like."""
    base = f"HEADER_{re.sub(r'[^A-Z0-9]', '_', name.upper())}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found
