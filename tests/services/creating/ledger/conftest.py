"""A create, as the agent presses it."""

import uuid

import pytest

from threadsui.api import schema
from threadsui.services.creating.threads import create_thread

from .bodies import BODY


@pytest.fixture
def post(agent, connection):
    """Create a thread as the agent: `post()`, with a new token unless one is given."""

    def send(body=BODY, *, token=None, actor=agent, title="", where=connection):
        payload = schema.parse(schema.CreateThread, body)
        return create_thread(
            connection=where, payload=payload, actor=actor, token=token or uuid.uuid4(), title=title
        )

    return send
