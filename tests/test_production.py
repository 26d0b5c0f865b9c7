"""The console as a team runs it: gunicorn with its own configuration, TLS ended by proxies in front of it."""

import re
import shutil
import subprocess
import sys

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests import consoles, reverse_proxy
from tests.browsing import CLIENT, PASSWORD, Browser
from threadsui.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)

OUTER, INNER = "127.0.0.2", "127.0.0.3"


@pytest.fixture
def console(transactional_db, tmp_path, collected_static):
    """The port of a console that believes two proxies."""
    shutil.copytree(collected_static, tmp_path / "static")
    variables = consoles.production(tmp_path, TRUSTED_PROXIES=f"{OUTER},{INNER}")
    with consoles.running_in_production(variables) as port:
        yield port


@pytest.fixture
def behind(console):
    """The port of the outer of two proxies, where TLS ends."""
    with (
        reverse_proxy.running(address=INNER, onward=console, ends_tls=False) as inner,
        reverse_proxy.running(address=OUTER, onward=inner, ends_tls=True) as outer,
    ):
        yield outer


def test_team_signs_in_through_two_proxies(console, behind, lead):
    lead.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 6)
    lead.save()
    browser = Browser(behind)

    first = browser.ask("GET", "/")
    assert (first.status, first.headers["Location"]) == (302, "/accounts/login/?next=/")
    assert "max-age=31536000" in first.headers["Strict-Transport-Security"]
    page = browser.ask("GET", "/accounts/login/").text
    sheet = re.search(r'href="(/static/css/app\.[0-9a-f]{12}\.css)"', page)[1]
    assert "immutable" in browser.ask("GET", sheet).headers["Cache-Control"]

    spoofed = {"X_Forwarded_For": "198.51.100.1", "X_Real_IP": "198.51.100.1", "Forwarded": "for=_"}
    assert browser.sign_in("lead", "wrong", **spoofed).status == 200
    answer = browser.sign_in("lead", PASSWORD, **spoofed)
    assert (answer.status, answer.headers["Location"]) == (302, "/")
    assert all("Secure" in one for one in answer.headers.get_all("Set-Cookie"))
    assert browser.ask("GET", "/").status == 200
    told = AuditEvent.objects.order_by("pk").values_list("action", "address")
    assert list(told) == [("user.sign_in_refused", CLIENT), ("user.signed_in", CLIENT)]

    assert browser.ask("GET", "/", Host="evil.example.com").status == 400
    assert browser.ask("GET", "/", X_Forwarded_Host="evil.example.com").status == 400

    # Past the proxies, nobody is believed; and an underscore is no hyphen.
    direct = Browser(console)
    direct.cookies = browser.cookies
    said = {"X_Forwarded_Proto": "https", "X_Forwarded_Ssl": "on", "X_Forwarded_For": OUTER}
    refused = direct.ask("GET", "/", **said)
    assert (refused.status, refused.headers["Location"]) == (301, "https://console.example.com/")
    for path in ("/healthz", "/readyz"):
        asked = direct.ask("GET", path, Host="10.0.0.7")
        assert (asked.status, asked.headers.get("Location")) == (200, None)


def test_deployment_check_is_clean_and_missing_keys_stop_the_start(transactional_db, tmp_path):
    variables = consoles.production(tmp_path, TRUSTED_PROXIES="127.0.0.1")

    def manage(*arguments, **changed):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=variables | changed,
            capture_output=True,
            text=True,
            check=False,
        )

    clean = manage("check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    assert clean.returncode == 0, clean.stderr
    unnamed = manage("check", "--deploy", "--fail-level", "WARNING", TRUSTED_PROXIES="")
    assert "threadsui.W001" in unnamed.stderr
    bare = manage("check", SECRET_KEY="", ENCRYPTION_KEYS="", AUDIT_KEY="")
    assert (bare.returncode, bare.stdout) == (1, "")
    assert "Set SECRET_KEY and ENCRYPTION_KEYS and AUDIT_KEY in the environment" in bare.stderr
    assert "Traceback" not in bare.stderr
