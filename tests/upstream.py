"""A Threads API server on loopback that does as it is told, counts what reaches it, and can misbehave."""

import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

from tests.serving import serving


class Upstream(ThreadingHTTPServer):
    """`script` holds one behaviour for each POST to come; when it is empty, threads are created as they should be."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = []
        self.delay = 0.0  # seconds before each answer
        self.bodies = []  # of the POSTs that arrived, as bytes
        self.requests = []  # (path with query, headers) of the same
        self.threads = {}
        self.lists_messages = True
        self.updates = False  # whether a POST to a thread that exists changes its metadata
        self.messages = {}
        self._numbers = count(1)
        self._lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    def take(self, body):
        """Note an arrived POST, and say how to answer it."""
        with self._lock:
            self.bodies.append(body)
            return self.script.pop(0) if self.script else create

    def make_thread(self, body):
        with self._lock:
            number = next(self._numbers)
        sent = json.loads(body)
        thread = {
            "id": f"thread_{number:04d}",
            "object": "thread",
            "created_at": 1_790_000_000 + number,
            "metadata": sent.get("metadata", {}),
            "tool_resources": {},
        }
        self.threads[thread["id"]] = thread
        self.messages[thread["id"]] = [
            {
                "id": f"msg_{number:04d}_{place}",
                "role": message["role"],
                "content": message["content"],
                "created_at": 1_790_000_000 + number,
            }
            for place, message in enumerate(sent.get("messages", []))
        ]
        return thread

    def handle_error(self, request, client_address):
        """A client that went away is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.path, self.headers))
        behave = self.server.take(body)
        time.sleep(self.server.delay)
        behave(self, body)

    def do_GET(self):
        parts = self.path.partition("?")[0].split("/")[3:]
        if parts[0] not in self.server.threads:
            return self.answer(404, {"error": {"message": "No thread found.", "type": "x"}})
        if len(parts) == 1:
            return self.answer(200, self.server.threads[parts[0]])
        if not self.server.lists_messages:
            return self.answer(405, {"error": {"message": "Not offered.", "type": "x"}})
        return self.answer(200, {"data": self.server.messages[parts[0]], "has_more": False})

    def answer(self, status, body, **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("x-request-id", "req_upstream")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args):
        """Tests read what arrived from `bodies`."""


def create(handler, body):
    known = handler.server.threads.get(handler.path.rpartition("/")[2])
    if known is not None and handler.server.updates:
        known["metadata"] = json.loads(body)["metadata"]
        return handler.answer(200, known)
    return handler.answer(200, handler.server.make_thread(body))


def answering(status, body, **headers):
    """A behaviour: always this answer, and no thread is made."""
    return lambda handler, _: handler.answer(status, body, **headers)


def create_then_reset(handler, body):
    """The thread is made, but the connection is reset before the answer."""
    handler.server.make_thread(body)
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()
    handler.close_connection = True


def sleeping(seconds):
    """A behaviour: make the thread, and answer too late."""

    def behave(handler, body):
        thread = handler.server.make_thread(body)
        time.sleep(seconds)
        handler.answer(200, thread)

    return behave


def running_upstream():
    return serving(Upstream())
