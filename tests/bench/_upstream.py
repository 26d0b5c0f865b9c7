"""A Threads API server that answers after a fixed time: `python -m tests.bench._upstream PORT SECONDS`."""

import itertools
import secrets
import socketserver
import sys
import time

_numbers = itertools.count(1)
RUN = secrets.token_hex(6)  # so that no two upstreams give the same id
ANSWER = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
)


class Handler(socketserver.StreamRequestHandler):
    """As little as HTTP/1.1 with keep-alive needs, so that what is measured is the caller."""

    disable_nagle_algorithm = True

    def handle(self):
        while self.rfile.readline():
            length = 0
            while (line := self.rfile.readline()) not in {b"\r\n", b""}:
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            self.rfile.read(length)
            time.sleep(self.server.delay)
            body = (
                f'{{"id":"thread_{RUN}{next(_numbers):012d}","object":"thread","created_at":1790000000,'
                '"metadata":{},"tool_resources":{}}'
            )
            self.wfile.write(ANSWER.format(length=len(body), body=body).encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128


if __name__ == "__main__":
    server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
    server.delay = float(sys.argv[2])
    server.serve_forever()
