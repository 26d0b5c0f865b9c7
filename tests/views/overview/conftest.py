"""The clock stands at noon of a Friday."""

import pytest
import time_machine

from .page import NOON


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield
