"""One exchange over HTTP: a request goes out, a whole answer comes back or an APIConnectionError is raised.

The only module that imports requests, and of it only the adapter: a requests.Session would add what a key must not
meet (redirects, cookies, ~/.netrc, which overrides the Authorization header) and a look at the environment for every
call. The environment's proxies and CA bundle are honoured; they are read once.
"""

import ssl
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from . import answers, failures, wire
from .answers import Answer
from .auth import Auth, Mask
from .configuration import ClientConfig
from .tokens import TokenSource

Adapter = BaseAdapter
Request = requests.PreparedRequest

POOL_SIZE = 32  # idle connections kept: one per thread of a web process
CHUNK = 64 * 1024  # bytes


class WatchedAdapter(HTTPAdapter):
    """requests' adapter over connections that know whether a request has left. It repeats nothing by itself."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, **kwargs: Any) -> None:
        self._tls = tls
        super().__init__(**kwargs)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = wire.POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = wire.POOLS
        return manager

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        host, pool = super().build_connection_pool_key_attributes(*args, **kwargs)
        if self._tls is not None:
            pool["ssl_context"] = self._tls
        return host, pool

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        if self._tls is None:
            super().cert_verify(conn, url, verify, cert)
        else:  # requests would add everybody's authorities to our own
            conn.cert_reqs = "CERT_REQUIRED"

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        if isinstance(pool, wire.WatchedPool | wire.WatchedTLSPool):
            wire.note(wire.Progress.CONNECTING)
        return pool


class Transport:
    """Warm connections to one server. Threads may share it; a process must make its own."""

    def __init__(self, config: ClientConfig, adapter: Adapter | None = None):
        requests.PreparedRequest().prepare_url(
            config.url, None
        )  # raises a ValueError now rather than later
        self._config = config
        self._adapter = adapter or WatchedAdapter(
            tls=config.tls_context(), pool_maxsize=POOL_SIZE, max_retries=0
        )
        self._headers = config.request_headers()
        self.mask = config.mask
        self._tokens = token_source(config, self.mask) if config.credentials else None
        proxies = get_environ_proxies(config.url) if config.proxies is None else config.proxies
        self._options: dict[str, Any] = {
            "stream": True,
            "timeout": config.timeout,
            "verify": config.ca_bundle,
            "proxies": dict(proxies),
        }

    def close(self) -> None:
        """Close idle connections. The transport stays usable."""
        self._adapter.close()

    def prepared(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any],
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> Request:
        """The request as it will be sent, with the connection's own headers and query. `path` is quoted already."""
        url = f"{self._config.url}{path}"
        if everything := {**self._config.query, **query}:
            url = f"{url}?{urlencode(everything)}"
        request = Request()
        request.prepare(method=method, url=url, headers={**self._headers, **headers}, data=body)
        return request

    def renew_token(self, request: Request) -> bool:
        """Drop the token that `request` was refused with; True if the same request may fare better with another."""
        if self._tokens is None:
            return False
        return self._tokens.forget(request.headers.get("Authorization", "").removeprefix("Bearer "))

    def exchange(self, request: Request) -> Answer:
        """Send the request once and read the answer, whatever its status. Raises APIConnectionError, APITokenError."""
        if self._tokens is not None:
            request.headers["Authorization"] = f"Bearer {self._tokens.token()}"
        with wire.watched(self._config.timeout[1]) as exchange:
            try:
                return _whole(self._adapter.send(request, **self._options))
            except (OSError, HTTPError) as exc:  # requests' own exceptions are OSErrors
                error = failures.connection_error(
                    exc,
                    host=self._config.host,
                    timeout=self._config.timeout,
                    sent=_was_sent(exchange.progress, exc),
                    is_timeout=isinstance(exc, requests.Timeout),
                    mask=self.mask,
                )
        # Raised out here so that it is not chained: requests' exception holds the request, and with it the key.
        raise error


def token_source(config: ClientConfig, mask: Mask) -> TokenSource:
    """Fetches with what the calls have: timeouts, authorities, proxy, and nothing followed."""
    credentials = config.credentials
    if credentials is None:
        raise ValueError("There are no credentials to fetch a token with.")
    plain = replace(
        config,
        base_url=credentials.token_url,
        auth=Auth(),
        headers={},
        query={},
        beta_header="",
        organization="",
        project="",
        credentials=None,
    )
    transport = Transport(plain)
    transport.mask.learn(credentials.client_secret)
    path = "/" if credentials.token_url.endswith("/") else ""  # ClientConfig.url drops it
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def fetch() -> Answer:
        body = credentials.form()
        request = transport.prepared("POST", path, query={}, body=body, headers=headers)
        return transport.exchange(request)

    return TokenSource(plain.host, fetch, mask)


def _was_sent(progress: wire.Progress, exc: Exception) -> bool:
    """False only if the server surely never got the request."""
    if (
        progress is wire.Progress.UNSEEN
    ):  # a foreign adapter: its exception is all there is to go by
        refused = isinstance(exc, requests.ConnectTimeout | requests.exceptions.InvalidURL)
        return not (refused or failures.never_connected(exc))
    return progress is wire.Progress.LEFT


def _whole(response: requests.Response) -> Answer:
    """Read the answer to its end, or to the limit. Raises requests' or urllib3's errors when a 2xx is cut off."""
    body, is_cut = bytearray(), False
    try:
        for chunk in response.iter_content(CHUNK):
            body += chunk
            if len(body) > answers.MAX_BYTES:
                is_cut = True
                break
    except (OSError, HTTPError):
        if 200 <= response.status_code < 300:
            raise
        is_cut = True  # the status is the answer: a refusal stays one without its last words
    finally:
        response.close()
    return Answer(response.status_code, response.headers, bytes(body), is_cut)
