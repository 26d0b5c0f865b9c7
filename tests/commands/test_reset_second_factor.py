"""`manage.py reset_second_factor`: for the only admin who has lost theirs."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from threadsui.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_second_factor_is_reset_by_the_system(admin):
    Authenticator.objects.create(user=admin, type="totp", data={})
    out = io.StringIO()
    call_command("reset_second_factor", "admin", stdout=out)

    assert not Authenticator.objects.exists()
    assert "no second factor now" in out.getvalue()
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_name) == ("user.second_factor_reset", "system")


def test_name_that_nobody_has_is_an_error(db):
    with pytest.raises(CommandError, match="Nothing was reset"):
        call_command("reset_second_factor", "nobody")


def test_nobody_resets_their_own_by_it(admin):
    with pytest.raises(CommandError, match="under Account"):
        call_command("reset_second_factor", "admin", "--actor", "admin")
