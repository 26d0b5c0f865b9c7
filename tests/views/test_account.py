"""One's own account: the page, what the policy asks for, and when people are said to have been here."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.audit import tampering
from tests.one_time_codes import code
from threadsui import urls as console_urls
from threadsui.audit.appending import HeadMissing
from threadsui.models import AuditEvent, User

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-7"


@pytest.fixture(autouse=True)
def no_tries_so_far():
    cache.clear()


@pytest.fixture
def mine(agent):
    """A client that signed in by the form."""
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/145.0")
    client.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    return client


def confirm(client):
    client.post(reverse("account_reauthenticate"), {"password": "secret"})


def set_up_app(client):
    """The app's secret."""
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret, steps=-1)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def signed_in_with(shown):
    """A client after the password and this code."""
    visitor = Client()
    visitor.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    visitor.post(reverse("mfa_authenticate"), {"code": shown})
    return visitor


def told():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("role", ["", "viewer", "admin"])
def test_page_is_everybodys(role, client_of):
    text = client_of(factories.user(role, "somebody")).get("/account/").text

    assert "somebody" in text
    for name in ("account_change_password", "usersessions_list", "mfa_activate_totp"):
        assert f'href="{reverse(name)}"' in text


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
    assert told()[-1] == "user.second_factor_refused"


def test_new_codes_take_the_place_of_the_old(mine):
    set_up_app(mine)
    before = mine.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    mine.post(reverse("mfa_generate_recovery_codes"))
    after = mine.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    assert not set(before) & set(after)
    assert told().count("user.recovery_codes_made") == 2
    download = mine.get(reverse("mfa_download_recovery_codes"))
    assert all(one in download.text for one in after)


def test_changed_password_is_an_event_and_ends_other_sessions(mine, agent, client_of):
    other = client_of(agent)
    agent.set_password("secret")
    values = {"oldpassword": "secret", "password1": PASSWORD, "password2": PASSWORD}
    mine.post(reverse("account_change_password"), values)

    assert told() == ["user.signed_in", "user.password_changed"]
    assert mine.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_sessions_are_listed_by_browser_and_the_others_ended(mine, agent):
    other = Client(HTTP_USER_AGENT="curl/8")
    other.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    text = mine.get(reverse("usersessions_list")).text
    assert "Firefox, Linux" in text
    assert "curl/8" in text
    mine.post(reverse("usersessions_list"))

    assert other.get("/account/").status_code == 302
    assert mine.get("/account/").status_code == 200
    assert UserSession.objects.count() == 1
    assert told()[-1] == "user.sessions_ended"


@pytest.fixture
def factor_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_required_second_factor_opens_nothing_before_it_is_set_up(factor_required, mine):
    assert mine.get("/threads/").url == "/account/"
    assert mine.post("/threads/new/", {}).url == "/account/"
    htmx = mine.get("/threads/", headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"] == "/account/"
    assert "asks for a second factor" in mine.get("/account/").text
    set_up_app(mine)

    assert mine.get("/threads/").status_code == 200
    assert "asks for a second factor" not in mine.get("/account/").text


def test_required_second_factor_leaves_the_machines_and_the_way_out_alone(factor_required, mine):
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/threads/").url.startswith("/accounts/login/")
    assert mine.get(reverse("account_change_password")).status_code == 200
    assert mine.post(reverse("account_logout")).status_code == 302


def test_exports_ask_to_confirm_who_one_is_where_the_policy_says_so(mine, settings):
    assert mine.get("/threads/export/").status_code == 200
    settings.REAUTHENTICATION_REQUIRED = True
    assert "/accounts/reauthenticate/" in mine.get("/threads/export/").url
    assert "/accounts/reauthenticate/" in mine.post("/threads/export/", {"format": "csv"}).url
    confirm(mine)

    assert mine.get("/threads/export/").status_code == 200


@pytest.mark.parametrize(
    "name", [one.name for one in console_urls.urlpatterns if "export" in one.name]
)
def test_no_export_is_left_out_of_the_policy(name, client_of, lead, settings):
    settings.REAUTHENTICATION_REQUIRED = True
    client, address = client_of(lead), reverse(f"threadsui:{name}")

    for answer in (client.get(address), client.post(address, {"format": "csv"})):
        assert answer.status_code == 302
        assert "/accounts/reauthenticate/" in answer.url


def test_what_was_posted_before_confirming_is_not_kept(mine, settings):
    settings.REAUTHENTICATION_REQUIRED = True
    mine.post("/threads/export/", {"format": "csv", "secret": "sk-typed-by-hand"})

    assert "sk-typed-by-hand" not in str(dict(mine.session))


def test_sign_in_ends_in_time_whatever_the_session_was_used_for(mine, time_machine):
    start = datetime.now(UTC)
    time_machine.move_to(start + timedelta(hours=11, minutes=59))
    confirm(mine)
    assert mine.get("/threads/").status_code == 200
    time_machine.move_to(start + timedelta(hours=12, minutes=1))

    assert mine.get("/threads/").url.startswith("/accounts/login/")
    mine.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    assert mine.get("/threads/").status_code == 200


def test_last_seen_is_written_every_few_minutes_and_for_the_session(mine, agent, time_machine):
    start = datetime.now(UTC)
    mine.get("/threads/")
    assert seen() is None  # the sign-in was just now
    time_machine.move_to(start + timedelta(minutes=6))
    mine.get("/threads/")
    first = seen()
    assert first >= start + timedelta(minutes=6)
    assert UserSession.objects.get().last_seen_at == first
    time_machine.move_to(start + timedelta(minutes=9))
    mine.get("/threads/")
    assert seen() == first
    time_machine.move_to(start + timedelta(minutes=12))
    mine.get("/threads/")

    assert seen() > first


def seen():
    return User.objects.get(username="agent").last_seen_at


def test_request_within_minutes_of_the_last_writes_nothing(mine, django_assert_num_queries):
    mine.get("/account/")

    with django_assert_num_queries(10) as asked:
        mine.get("/account/")
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
