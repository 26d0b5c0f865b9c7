"""A server with threads, and the connection to it."""

import pytest

from tests import factories
from tests.personalities import running
from threadsui.services.bulk import adopting


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(adopting, "PAUSE", 0)


@pytest.fixture
def there():
    with running("foundry") as server:
        yield server


@pytest.fixture
def desk(db, there):
    return factories.desk(there)
