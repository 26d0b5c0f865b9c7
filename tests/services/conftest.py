import pytest

from tests import factories
from tests.upstream import running_upstream


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
