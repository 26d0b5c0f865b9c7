import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import reverse

from tests import factories

ACCOUNT_PAGES = ["account_login", "account_inactive", "account_signup"]


def test_500_is_drawn_without_a_context():
    assert "Something in the console broke" in get_template("500.html").render()


@pytest.mark.django_db
def test_500_names_the_id_that_is_with_the_error_in_the_log(client_of, agent):
    factories.operation(actor=agent, kind="threads.assign", parameters={})  # as no console makes it
    client = client_of(agent)
    client.raise_request_exception = False

    response = client.get("/operations/", headers={"X-Request-ID": "ticket-4711"})

    assert response.status_code == 500
    assert "ticket-4711" in response.text


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "403_csrf"])
def test_error_page_is_drawn_without_a_user_and_says_nothing_was_done(name):
    html = render_to_string(f"{name}.html", {}, request=RequestFactory().get("/"))

    assert "Nothing was" in html
    assert "<h1>" in html


def test_403_names_the_role_that_is_needed():
    html = render_to_string("403.html", {"needed_role": "Auditor or Lead"})

    assert "You need the Auditor or Lead role" in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_account_page_wears_our_clothes(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert 'class="entrance"' in response.text


@pytest.mark.django_db
def test_login_that_fails_says_so_once_above_the_fields(client):
    response = client.post("/accounts/login/", {"login": "nobody", "password": "wrong"})

    assert response.text.count('role="alert"') == 1
    assert response.text.index('role="alert"') < response.text.index('name="login"')


@pytest.mark.django_db
def test_login_offers_no_mail_to_who_forgot_a_password(client):
    response = client.get("/accounts/login/")

    assert "An admin can set a new one." in response.text
    assert "/accounts/password/reset/" not in response.text
