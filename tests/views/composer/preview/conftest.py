"""The preview of a form, and a server to compare it with."""

import pytest

from tests.factories import connection
from tests.upstream import running_upstream

from .shown import SECRETS, URL, texts


@pytest.fixture
def preview(signed_in):
    """The texts of the preview of these fields: `preview(fields(payload))["spelled-json"]`."""
    return lambda data: texts(signed_in.post(URL, data))


@pytest.fixture
def upstream(db):
    with running_upstream() as server:
        connection(
            "upstream",
            base_url=server.url,
            secret=SECRETS[0],
            extra_headers={"X-Team": SECRETS[1]},
        )
        yield server
