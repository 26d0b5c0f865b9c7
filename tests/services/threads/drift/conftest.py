"""A thread that a check found changed on its server."""

import pytest

from threadsui.services.threads.drift import check_thread

from .differences import change_there


@pytest.fixture
def changed(thread, server, lead):
    """The thread after a check found that its server has other metadata."""
    change_there(server, thread)
    return check_thread(thread=thread, actor=lead)
