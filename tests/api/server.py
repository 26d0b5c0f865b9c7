"""A server on loopback whose every byte a test decides, and steps for it to take."""

import socket
import struct
import threading
import time

THREAD = b'{"id":"thread_1"}'
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n" + THREAD


class Server:
    """Answers each request with the next step: bytes to send, or a function of the socket. The last step stays."""

    def __init__(self, steps):
        self.steps = list(steps)
        self.requests = []
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection):
        with connection:
            while request := read_request(connection):
                self.requests.append(request)
                step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
                try:
                    if not isinstance(step, bytes):
                        step(connection)
                        return
                    connection.sendall(step)
                except OSError:
                    return


def read_request(connection):
    """One whole request, or b"" when the other side has gone."""
    received = b""
    try:
        while b"\r\n\r\n" not in received:
            if not (chunk := connection.recv(65536)):
                return b""
            received += chunk
        head, _, body = received.partition(b"\r\n\r\n")
        while len(body) < content_length(head):
            body += connection.recv(65536)
    except OSError:
        return b""
    return head + b"\r\n\r\n" + body


def content_length(head):
    lengths = [
        line.split(b":")[1]
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    ]
    return int(lengths[0]) if lengths else 0


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def close(connection):
    connection.shutdown(socket.SHUT_RDWR)


def silence(connection):
    time.sleep(1)


def drip(data, pause=0.05):
    def slowly(connection):
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(pause)

    return slowly


def then(data, ending):
    def answer(connection):
        connection.sendall(data)
        ending(connection)

    return answer
