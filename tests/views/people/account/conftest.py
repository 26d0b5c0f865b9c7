"""A browser that signed in by the form, with no tries before."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse


@pytest.fixture(autouse=True)
def no_tries_so_far():
    cache.clear()


@pytest.fixture
def mine(agent):
    """A client that signed in by the form."""
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/145.0")
    client.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    return client
