"""An admin's browser."""

import pytest


@pytest.fixture
def desk(admin, client_of):
    return client_of(admin)
