"""Writing what must not be lost although the database was away for a moment."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

logger = logging.getLogger(__name__)

Written = TypeVar("Written")


def write_surely(write: Callable[[], Written]) -> Written:
    """`write()`, once more on a new connection if the first one failed: restarted, or locked for too long.

    For writes after an API call, whose knowledge is in memory alone, and for work that an error would end for good.
    `write` is a transaction of its own, and may find that its first try was committed after all.
    """
    try:
        return write()
    except OperationalError:
        logger.warning("The database was away; trying once more")
        connection.close()
    return write()
