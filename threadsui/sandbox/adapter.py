"""Door 2: a requests adapter in front of the engine, so that the console calls its own sandbox without a socket.

A server that called itself over HTTP would need a second free thread for every call, and so could wait for ever.
"""

import io
import time
from http.client import responses as reasons
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from . import engine
from .exchange import Request, Response
from .faults import HEADER


class SandboxAdapter(BaseAdapter):
    """Send requests for `http://any.host/…/v1/threads` to the engine. `fault`: see `faults.FAULTS`; "" for none.

    No key is needed: who may use the sandbox through the console, the console decides. A fault named by the request
    itself outranks the adapter's. Threads may share an adapter.
    """

    def __init__(self, fault: str = ""):
        super().__init__()
        self.fault = fault

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """As HTTPAdapter.send. Raises requests.ReadTimeout when a slow answer would take longer than the read timeout,
        and requests.ConnectionError when the connection is cut; the request may have been carried out in both cases.
        """
        response = engine.handle(self._asked(request))
        _wait(response.delay, timeout, request)
        if response.is_cut:
            reset = ConnectionResetError(104, "Connection reset by peer")
            raise requests.ConnectionError(
                ProtocolError("Connection aborted.", reset), request=request
            )
        return self._answer(response, request)

    def close(self) -> None:
        """There is no connection to close."""

    def _asked(self, request: requests.PreparedRequest) -> Request:
        url = urlsplit(request.url)
        _, _, path = url.path.partition("/v1")
        headers = CaseInsensitiveDict(request.headers)
        headers.setdefault("authorization", "Bearer console")
        if self.fault:
            headers.setdefault(HEADER, self.fault)
        body = request.body or b""
        return Request(
            method=request.method or "GET",
            path=unquote(path),
            query=dict(parse_qsl(url.query, keep_blank_values=True)),
            headers=headers,
            body=body.encode() if isinstance(body, str) else body,
        )

    def _answer(self, response: Response, request: requests.PreparedRequest) -> requests.Response:
        answer = requests.Response()
        answer.status_code = response.status
        answer.reason = reasons.get(response.status, "")
        answer.headers = CaseInsensitiveDict(
            response.headers | {"content-length": str(len(response.body))}
        )
        answer.encoding = "utf-8"
        answer.raw = HTTPResponse(
            io.BytesIO(response.body), answer.headers, response.status, preload_content=False
        )
        answer.url = request.url or ""
        answer.request = request
        answer.connection = self
        return answer


def _wait(delay: float, timeout: Any, request: requests.PreparedRequest) -> None:
    """Sleep until the answer comes, or until the read timeout is over. `timeout`: seconds, (connect, read) or None."""
    read = timeout[1] if isinstance(timeout, tuple) else timeout
    if isinstance(read, int | float) and delay > read:
        time.sleep(read)
        raise requests.ReadTimeout(f"Read timed out. (read timeout={read})", request=request)
    time.sleep(delay)
