"""The language of the pages: the reader's choice, else what the browser asks for, else English."""

import pytest
from django.test import Client
from django.urls import reverse

ADDRESS = reverse("choose_language")


def language_of(response):
    return response.headers["Content-Language"]


@pytest.fixture
def anonymous(db):
    return Client()


def test_page_follows_the_browser_until_somebody_chooses(anonymous):
    sign_in = reverse("account_login")

    assert language_of(anonymous.get(sign_in)) == "en"
    assert language_of(anonymous.get(sign_in, HTTP_ACCEPT_LANGUAGE="de-AT,de;q=0.9")) == "de"
    assert language_of(anonymous.get(sign_in, HTTP_ACCEPT_LANGUAGE="ja")) == "en"


def test_choice_is_kept_without_signing_in_and_counts_more_than_the_browser(anonymous):
    sign_in = reverse("account_login")

    response = anonymous.post(
        ADDRESS, {"language": "de"}, HTTP_REFERER=f"http://testserver{sign_in}"
    )

    assert response.url == f"http://testserver{sign_in}"
    page = anonymous.get(sign_in, HTTP_ACCEPT_LANGUAGE="en")
    assert language_of(page) == "de"
    assert '<html lang="de" dir="ltr">' in page.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example"])
def test_choice_never_leads_to_another_site(anonymous, elsewhere):
    by_field = anonymous.post(ADDRESS, {"language": "de", "next": elsewhere})
    by_referer = anonymous.post(ADDRESS, {"language": "de"}, HTTP_REFERER=elsewhere)

    assert by_field.url == by_referer.url == "/"


def test_unknown_language_changes_nothing(anonymous):
    anonymous.post(ADDRESS, {"language": "klingon"})

    assert language_of(anonymous.get(reverse("account_login"))) == "en"


def test_choice_is_a_post_with_its_token(anonymous):
    assert anonymous.get(ADDRESS, {"language": "de"}).status_code == 405
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"language": "de"}).status_code == 403


def test_menu_offers_each_language_by_its_own_name_and_marks_the_chosen(client, viewer):
    client.force_login(viewer)
    client.cookies["django_language"] = "de"

    page = client.get("/").content.decode()

    assert 'value="de" lang="de" aria-pressed="true"' in page
    assert 'value="en" lang="en" aria-pressed="false"' in page
