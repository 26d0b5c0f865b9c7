"""Somebody who was invited."""

import pytest

from threadsui.services.people import members

from .people import ANA


@pytest.fixture
def invited(admin):
    return members.invite_user(actor=admin, **ANA)
