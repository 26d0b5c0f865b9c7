"""Long streams give way to pages. Both are work of one process, in which Python does one thing at a time: an export of
a million threads would make every page that is asked for meanwhile take twice as long.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

WORK = 0.002  # seconds that a stream works at a stretch while pages are being made …
REST = 0.006  # … and then rests: it never stops altogether, however busy the console is

Item = TypeVar("Item")
_lock = threading.Lock()
_pages: set[object] = set()


@contextmanager
def page_in_the_making() -> Iterator[None]:
    """Around whatever somebody waits for."""
    page = object()
    with _lock:
        _pages.add(page)
    try:
        yield
    finally:
        with _lock:
            _pages.discard(page)


def giving_way(items: Iterable[Item]) -> Iterator[Item]:
    """The items as they are; between them this thread rests while pages are being made."""
    start = time.perf_counter()
    for item in items:
        yield item
        if _pages and time.perf_counter() - start > WORK:
            time.sleep(REST)
            start = time.perf_counter()
