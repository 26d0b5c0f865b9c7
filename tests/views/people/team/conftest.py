"""An admin's browser."""

import pytest
from django.core.cache import cache


@pytest.fixture
def client(admin, client_of):
    cache.clear()
    return client_of(admin)
