"""A thread with notes, and how the agent writes one."""

import pytest
from django.urls import reverse

from tests import factories
from threadsui.services.teamwork.notes import add_note


@pytest.fixture
def thread():
    return factories.thread()


@pytest.fixture
def write(signed_in, thread):
    """Post a note as the agent: from the page's tab, from the drawer, or without JavaScript (target "")."""

    def send(text, target="thread-tab"):
        headers = {"HX-Request": "true", "HX-Target": target} if target else {}
        address = reverse("threadsui:note_create", args=[thread.pk])
        return signed_in.post(address, {"text": text}, headers=headers)

    return send


@pytest.fixture
def note(thread, agent):
    return add_note(thread=thread, text="First line\nsecond line", actor=agent)


@pytest.fixture
def mention(thread, agent, lead):
    return add_note(thread=thread, text=f"@{lead.username} please", actor=agent).mentions.get()
