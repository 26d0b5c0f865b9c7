"""Every address of the console, asked by every role. One that is not in the table fails."""

import pytest
from django.test import Client

from tests import factories

from .addresses import NAMES, address_of
from .table import POSTED, ROLES, TABLE


def test_every_address_is_in_the_table():
    assert set(NAMES) == set(TABLE)


@pytest.mark.parametrize("name", NAMES)
def test_address_answers_each_role_as_the_table_says(name, db):
    anonymous, by_role = TABLE[name]
    expected = {"anonymous": anonymous} | dict(zip(ROLES, by_role, strict=True))

    assert _answers(name) == expected


def _answers(name):
    clients = {"anonymous": Client()}
    for role in ROLES:
        clients[role] = Client()
        clients[role].force_login(factories.user(role))
    method = "post" if name in POSTED else "get"
    return {
        who: getattr(client, method)(address_of(name)).status_code
        for who, client in clients.items()
    }
