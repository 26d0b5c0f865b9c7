"""Views that the agent saves, and many that the lead shares."""

import pytest

from .views import NEW, saved


@pytest.fixture
def save(signed_in):
    def post(query="state=gone", name="Gone ones", client=signed_in, **data):
        return client.post(NEW, {"name": name, "query": query} | data)

    return post


@pytest.fixture
def shared_views(lead):
    """Twenty-five that the lead shares, made in no order."""
    names = [f"Team {number:02}" for number in range(25)]
    for name in sorted(names, key=lambda name: name[::-1]):
        saved(owner=lead, name=name, is_shared=True)
    return names
