"""An admin's browser, and a connection that was added in it."""

import pytest

from threadsui.models import Connection

from .posted import DESK, NEW


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def desk(as_admin):
    as_admin.post(NEW, DESK)
    return Connection.objects.get(slug="desk")
