"""The press that adopts the threads of a server."""

import pytest

from threadsui.audit.context import Context, bound_context
from threadsui.services.bulk import adopting
from threadsui.services.bulk.adopting import start_adoption


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(adopting, "PAUSE", 0)
    monkeypatch.setattr("threadsui.api.retries.backoff", lambda attempt: 0)


@pytest.fixture
def press(desk, agent):
    def start(*ids, actor=agent):
        with bound_context(Context("press-1", "192.0.2.7")):
            return start_adoption(actor=actor, connection=desk, remote_ids=ids)

    return start
