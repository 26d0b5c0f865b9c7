"""Servers that stand in for others, on loopback, beside the test."""

import threading
from contextlib import contextmanager


@contextmanager
def serving(server):
    """The server answers, in a thread of its own, until the block ends."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
