"""Threads that the sandbox really has, and a press that asks for all of them."""

import pytest

from tests import factories
from threadsui.audit.context import Context, bound_context
from threadsui.queries.threads.selections import by_filters, newest_thread_id
from threadsui.queries.threads.thread_list import ThreadFilters
from threadsui.services.bulk import remote_steps, steps

from .operations import Kind


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(remote_steps, "PAUSE", 0)
    monkeypatch.setattr("threadsui.api.retries.backoff", lambda attempt: 0)


@pytest.fixture
def make(agent):
    """A thread that the sandbox really has."""
    return lambda **metadata: factories.created_thread(actor=agent, metadata=metadata)


@pytest.fixture
def start(lead):
    def press(kind=Kind.CHECK, *, actor=lead, selection=None, **parameters):
        with bound_context(Context("press-1", "192.0.2.7")):
            return steps.start_operation(
                actor=actor,
                kind=kind,
                parameters=parameters,
                selection=selection or by_filters(ThreadFilters()),
                newest_id=newest_thread_id(),
            )

    return press
