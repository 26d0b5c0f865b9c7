import uuid

import pytest
from django.db import connection as database

from tests import factories
from tests.upstream import running_upstream
from threadsui.api import schema
from threadsui.api.transport import Transport
from threadsui.models import Connection
from threadsui.services.calling.clients import client_for
from threadsui.services.creating.threads import create_thread


@pytest.fixture
def upstream():
    with running_upstream() as server:
        yield server


@pytest.fixture
def connection(db, upstream):
    """A connection to the upstream, with a person's patience shortened."""
    return factories.connection(
        "upstream",
        name="Upstream",
        base_url=upstream.url,
        read_timeout=0.5,
        secret="sk-upstream-key",
    )


@pytest.fixture
def thread(sandbox_connection, agent):
    """A thread that the agent created on the sandbox: one message, two pairs."""
    payload = schema.parse(
        schema.CreateThread,
        {
            "messages": [{"role": "user", "content": "Where is my order?"}],
            "metadata": {"order": "A-1", "team": "north"},
        },
    )
    return create_thread(
        connection=sandbox_connection, payload=payload, actor=agent, token=uuid.uuid4()
    ).thread


@pytest.fixture
def server(sandbox_connection):
    """The sandbox as another program uses it, whatever fault the console's own connection is set to."""
    return client_for(Connection.objects.get(pk=sandbox_connection.pk))


@pytest.fixture
def misbehave(sandbox_connection, monkeypatch):
    """Set the switch on the sandbox's connection: `misbehave(thread, "server_error")`. Nobody waits between tries."""
    monkeypatch.setattr("threadsui.api.retries.backoff", lambda attempt: 0)

    def switch(thread, fault):
        Connection.objects.filter(is_sandbox=True).update(sandbox_fault=fault)
        thread.connection.refresh_from_db()

    return switch


@pytest.fixture
def overtake(monkeypatch):
    """Do something once, while the answer of the next call is on its way: `overtake(lambda: …, method="GET")`."""
    exchange = Transport.exchange

    def prepare(act, *, method="POST"):
        acts = iter([act])

        def overtaken(self, request):
            answer = exchange(self, request)
            for one in acts if request.method == method else ():
                one()
            return answer

        monkeypatch.setattr(Transport, "exchange", overtaken)

    return prepare


@pytest.fixture
def watch_depths(db, monkeypatch):
    """From now on, in how many transactions each call is made: `depths = watch_depths()`."""
    outside, exchange, depths = len(database.savepoint_ids), Transport.exchange, []

    def watched(self, request):
        depths.append(len(database.savepoint_ids) - outside)
        return exchange(self, request)

    def watch():
        monkeypatch.setattr(Transport, "exchange", watched)
        return depths

    return watch
