"""Fixtures of the tests of pages."""

import pytest

from threadsui.queries.name_pages import by_name


@pytest.fixture
def small_pages(monkeypatch):
    """Lists by name have two rows a page."""
    monkeypatch.setitem(by_name.__kwdefaults__, "size", 2)
