"""A press that does one thing to many threads."""

import pytest

from tests import factories
from threadsui.audit.context import Context, bound_context
from threadsui.queries.threads.selections import newest_thread_id
from threadsui.services.bulk import steps
from threadsui.services.teamwork.tags import tag_thread

from .operations import Kind


@pytest.fixture
def start(agent):
    def make(selection, *, kind=Kind.TAG, actor=agent, **parameters):
        with bound_context(Context("press-1", "192.0.2.7")):
            return steps.start_operation(
                actor=actor,
                kind=kind,
                parameters=parameters or {"tag": "vip"},
                selection=selection,
                newest_id=newest_thread_id(),
            )

    return make


@pytest.fixture
def waiting_threads(agent):
    """Five threads with a tag, and one without; the tag."""
    factories.thread(title="Not waiting")
    for number in range(5):
        thread = factories.thread(title=f"Waiting {number}")
        tag = tag_thread(thread=thread, name="waiting", actor=agent, may_create=True)
    return tag
