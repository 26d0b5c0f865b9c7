"""Fixtures of the tests of pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from threadsui.queries.paging.name_pages import by_name


@pytest.fixture
def lead_client(lead, client_of):
    return client_of(lead)


@pytest.fixture
def auditor_client(auditor, client_of):
    """Who reads titles and texts masked: tests/views/masking."""
    return client_of(auditor)


@pytest.fixture
def small_pages(monkeypatch):
    """Lists by name have two rows a page."""
    monkeypatch.setitem(by_name.__kwdefaults__, "size", 2)


@pytest.fixture
def queries_of():
    """The statements that a page costs: `queries_of(client, address)`; headers make it a fragment."""

    def ask(client, address, headers=None):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, headers=headers).status_code == 200
        return [query["sql"] for query in captured]

    return ask
