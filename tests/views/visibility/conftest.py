"""A group, and a connection and a tag that are kept for it."""

import pytest

from tests import factories
from tests.views.walking import WORD


@pytest.fixture
def group(db):
    return factories.access_group("Legal")


@pytest.fixture
def kept(group):
    """A connection that is kept for the group; its name and slug have the word."""
    connection = factories.connection(WORD, name=f"The {WORD}")
    connection.groups.add(group)
    return connection


@pytest.fixture
def secret(group):
    return factories.tag(f"{WORD}-tag", groups=[group])
