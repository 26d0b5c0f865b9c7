"""What the policy asks for: a second factor, and confirming before something leaves the console."""

import pytest
from django.test import Client
from django.urls import reverse

from threadsui import urls as console_urls

from .signing import confirm, set_up_app

pytestmark = pytest.mark.django_db


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
