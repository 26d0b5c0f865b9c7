"""A server that lists its threads, and a create whose answer was lost on the way from it."""

import time

import pytest

from tests import factories
from tests.personalities import running
from threadsui.models import Submission

from .looking import create


@pytest.fixture
def there():
    with running("foundry") as server:
        server.now = int(time.time())
        yield server


@pytest.fixture
def desk(db, there):
    return factories.desk(there)


@pytest.fixture
def lost(desk, there, agent):
    """A create whose answer was lost: the server made the thread."""
    there.script = ["lost"]
    submission = create(desk, agent)
    assert submission.state == Submission.State.UNKNOWN
    return submission
