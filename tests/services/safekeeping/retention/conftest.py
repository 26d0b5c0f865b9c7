"""A rule of thirty days, and a thread that is older."""

import pytest

from tests import factories
from threadsui.models import RetentionRule
from threadsui.services.threads.thread_changes import refresh_thread, update_thread

from .ages import BODY, WORD, aged


@pytest.fixture
def rule(sandbox_connection, admin):
    """Thirty days for the sandbox."""
    return RetentionRule.objects.create(connection=sandbox_connection, days=30, saved_by=admin)


@pytest.fixture
def old_thread(agent):
    """Made as a person makes one, retitled, and forty days old."""
    thread = factories.created_thread(actor=agent, title="", **BODY)
    refresh_thread(thread=thread, actor=agent)
    update_thread(
        thread=thread,
        actor=agent,
        metadata=BODY["metadata"],
        seen=BODY["metadata"],
        title=f"My {WORD}",
    )
    return aged(thread)
