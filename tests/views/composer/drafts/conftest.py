"""Pages of drafts that are open, and servers that misbehave."""

import pytest

from tests.factories import draft
from threadsui.models import Connection

from .opened import Page


@pytest.fixture
def page(signed_in):
    return Page(signed_in)


@pytest.fixture
def fault(sandbox_connection):
    def switch(name):
        Connection.objects.filter(pk=sandbox_connection.pk).update(sandbox_fault=name)

    return switch


@pytest.fixture
def two_tabs(signed_in, agent):
    """Both have the same draft open; the second has saved."""
    kept = draft(owner=agent)
    first, second = (Page(signed_in, kept.get_absolute_url()) for _ in range(2))
    second.type("Of the second").save()
    return first, second
