"""Somebody who was invited."""

import pytest

from threadsui.services import people

from .people import ANA


@pytest.fixture
def invited(admin):
    return people.invite_user(actor=admin, **ANA)
