"""A small reverse proxy on loopback, with an address of its own."""

import http.client
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.serving import serving

NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.pass_on()

    def do_POST(self):
        self.pass_on()

    def pass_on(self):
        proxy = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {
            name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED_ON
        }
        before = headers.get("X-Forwarded-For")
        peer = self.client_address[0]
        headers["X-Forwarded-For"] = f"{before}, {peer}" if before else peer
        if proxy.ends_tls:
            headers["X-Forwarded-Proto"] = "https"
        onward = http.client.HTTPConnection(
            "127.0.0.1", proxy.onward, source_address=(proxy.address, 0), timeout=30
        )
        onward.request(self.command, self.path, body or None, headers)
        answered = onward.getresponse()
        data = answered.read()
        self.send_response(answered.status)
        for name, value in answered.getheaders():
            if name.lower() not in NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        onward.close()

    def log_message(self, *args):
        """Nobody reads it."""


@contextmanager
def running(*, address, onward, ends_tls):
    """A proxy that calls from `address` (one of 127.0.0.0/8) to the port `onward`; yields its own port.

    It appends to X-Forwarded-For, and where TLS ends it sets X-Forwarded-Proto: as nginx does, told to.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.address, server.onward, server.ends_tls = address, onward, ends_tls
    server.daemon_threads = True
    with serving(server):
        yield server.server_port
