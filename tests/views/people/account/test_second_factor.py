"""Second factors: set up after confirming, encrypted, good once."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.audit import tampering
from tests.history import actions
from tests.one_time_codes import code
from threadsui.audit.appending import HeadMissing
from threadsui.models import AuditEvent, User

from .signing import confirm, set_up_app, signed_in_with

pytestmark = pytest.mark.django_db


def test_secrets_of_second_factors_are_encrypted(mine):
    secret = set_up_app(mine)
    codes = mine.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert len(codes) == 10
    assert secret not in kept
    assert not any(one in kept for one in codes)
    assert secret not in str([vars(one) for one in AuditEvent.objects.all()])


def test_second_factor_that_the_keys_do_not_fit_is_a_loud_error(mine, settings):
    set_up_app(mine)
    settings.ENCRYPTION_KEYS = ["YW5vdGhlci1rZXktYW5vdGhlci1rZXktYW5vdGhlci0="]

    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        mine.get("/account/")


def test_rotation_takes_second_factors_to_the_newest_key(mine, settings):
    secret = set_up_app(mine)
    newest = Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [newest, *settings.ENCRYPTION_KEYS]
    call_command("rotate_secrets", stdout=io.StringIO())
    settings.ENCRYPTION_KEYS = [newest]

    assert mine.get("/account/").status_code == 200
    visitor = Client()
    visitor.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    visitor.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert visitor.get("/threads/").status_code == 200


def test_rotation_names_whose_second_factor_no_key_reads(mine, settings):
    set_up_app(mine)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match="Second factor of agent"):
        call_command("rotate_secrets")


def test_second_factor_that_cannot_be_told_of_is_not_added(mine):
    confirm(mine)
    secret = mine.get(reverse("mfa_activate_totp")).context["form"].secret
    tampering.run("DELETE FROM threadsui_audithead")
    with pytest.raises(HeadMissing):
        mine.post(reverse("mfa_activate_totp"), {"code": code(secret, steps=-1)})

    assert not Authenticator.objects.exists()


def test_codes_and_secrets_ask_to_confirm_who_one_is(mine):
    set_up_app(mine)
    again = Client()
    again.force_login(User.objects.get(username="agent"))

    for name in ("mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        assert "/accounts/reauthenticate/" in again.get(reverse(name)).url


@pytest.mark.parametrize("seconds", [0, 31, 59])
def test_code_that_was_used_is_refused_as_long_as_it_would_be_good(mine, seconds, time_machine):
    secret = set_up_app(mine)
    start = datetime.fromtimestamp(datetime.now(UTC).timestamp() // 30 * 30 + 60, UTC)
    time_machine.move_to(start, tick=False)
    shown = code(secret)
    assert signed_in_with(shown).get("/threads/").status_code == 200
    time_machine.move_to(start + timedelta(seconds=seconds), tick=False)

    assert signed_in_with(shown).get("/threads/").status_code == 302
    assert actions()[-1] == "user.second_factor_refused"


def test_new_codes_take_the_place_of_the_old(mine):
    set_up_app(mine)
    before = mine.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    mine.post(reverse("mfa_generate_recovery_codes"))
    after = mine.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    assert not set(before) & set(after)
    assert actions().count("user.recovery_codes_made") == 2
    download = mine.get(reverse("mfa_download_recovery_codes"))
    assert all(one in download.text for one in after)
