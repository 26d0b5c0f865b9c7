"""A server that lists its threads, and a create whose answer was lost on the way from it."""

import time

import pytest

from threadsui.models import Submission

from .looking import create


@pytest.fixture
def there(there):
    there.now = int(time.time())
    return there


@pytest.fixture
def lost(desk, there, agent):
    """A create whose answer was lost: the server made the thread."""
    there.script = ["lost"]
    submission = create(desk, agent)
    assert submission.state == Submission.State.UNKNOWN
    return submission
