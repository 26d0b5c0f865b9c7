"""Threads of a server, adopted at once."""

import pytest

from threadsui.services.bulk import adopting


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(adopting, "PAUSE", 0)
