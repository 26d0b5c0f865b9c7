import json

import pytest
from django.core.management import call_command

from tests import factories
from threadsui.api import schema
from threadsui.services.calling.clients import client_for

pytestmark = pytest.mark.django_db


def test_newest_threads_are_printed_with_what_tells_them_apart(capsys):
    client = client_for(factories.sandbox())
    thread = client.threads.create(
        schema.parse(
            schema.CreateThread,
            {"messages": [{"role": "user", "content": "Hello"}], "metadata": {"ticket": "4711"}},
        )
    )

    call_command("list_sandbox_threads", limit=1)

    printed = json.loads(capsys.readouterr().out)
    assert printed["id"] == thread.id
    assert (printed["metadata"], printed["messages"], printed["first"]) == (
        {"ticket": "4711"},
        1,
        "Hello",
    )
