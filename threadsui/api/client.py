"""ThreadsClient: puts the parts together."""

from collections.abc import Mapping
from typing import Self, TypedDict, Unpack

from .attempts import OnAttempt
from .auth import Auth
from .caller import Caller
from .configuration import ClientConfig
from .messages import Messages
from .threads import Threads
from .tokens import ClientCredentials
from .transport import Adapter, Transport


class ClientOptions(TypedDict, total=False):
    """What ClientConfig takes besides the base URL; it tells what each means and its default."""

    auth: Auth
    headers: Mapping[str, str]
    query: Mapping[str, str]
    beta_header: str
    timeout: tuple[float, float]
    max_attempts: int
    max_wait: float
    verify: bool | str
    ca_pem: str
    proxies: Mapping[str, str] | None
    organization: str
    project: str
    credentials: ClientCredentials | None


class ThreadsClient:
    """A Threads API server: `client.threads`, `client.messages`.

    Keeps connections warm, and holds nothing of a caller's, so one client may serve all threads of a process. Make it
    after a fork. `on_attempt` is told every HTTP attempt, in the calling thread; what it raises is logged, not raised.
    `adapter` (one of requests) carries requests instead of the network. Raises ValueError for what cannot be called.
    """

    def __init__(
        self,
        base_url: str,
        *,
        on_attempt: OnAttempt | None = None,
        adapter: Adapter | None = None,
        **options: Unpack[ClientOptions],
    ):
        config = ClientConfig(base_url=base_url, **options)
        self._use(Caller(config, Transport(config, adapter), on_attempt))

    def _use(self, caller: Caller) -> None:
        self._caller = caller
        self.config = caller.config
        self.threads = Threads(caller)
        self.messages = Messages(caller)

    def observed_by(self, on_attempt: OnAttempt | None) -> Self:
        """The same client over the same warm connections, telling its attempts to `on_attempt`."""
        twin = type(self).__new__(type(self))
        twin._use(self._caller.observed_by(on_attempt))
        return twin

    def close(self) -> None:
        """Close idle connections; the client stays usable."""
        self._caller.close()
