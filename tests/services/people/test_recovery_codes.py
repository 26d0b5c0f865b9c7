"""A recovery code is good once, also when it is used twice at the same moment."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.at_once import at_once
from tests.one_time_codes import code
from threadsui.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {"login": "agent", "password": "secret"}


def test_code_used_twice_at_the_same_moment_lets_one_in(agent):
    cache.clear()
    owner = Client()
    owner.post("/accounts/login/", TYPED)
    owner.post("/accounts/reauthenticate/", {"password": "secret"})
    secret = owner.get("/accounts/2fa/totp/activate/").context["form"].secret
    owner.post("/accounts/2fa/totp/activate/", {"code": code(secret, steps=-1)})
    recovery = owner.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    thieves = [Client(), Client()]
    for client in thieves:
        client.post("/accounts/login/", TYPED)

    def use(client):
        client.post("/accounts/2fa/authenticate/", {"code": recovery})

    at_once(*[lambda client=client: use(client) for client in thieves])

    assert sorted(client.get("/account/").status_code for client in thieves) == [200, 302]
    used = AuditEvent.objects.filter(action="user.recovery_code_used")
    assert [event.changes["recovery_codes_left"] for event in used] == [{"old": 10, "new": 9}]
