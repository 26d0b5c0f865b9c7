"""A form that is sent after its session has ended: nothing happens, and nothing that was written is lost."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from threadsui.models import Snippet

TEXT = "We are sorry.\nThe new pole leaves today <b>at noon</b>."
SNIPPET = {"name": "sorry", "text": TEXT, "is_shared": "on"}


@pytest.fixture
def address():
    return reverse("threadsui:snippet_create")


@pytest.mark.django_db
def test_what_was_written_is_shown_to_be_copied(address):
    page = Client().post(address, SNIPPET)

    assert page.status_code == 401
    assert page.context["written"] == [TEXT]
    assert "The new pole leaves today &lt;b&gt;at noon&lt;/b&gt;." in page.text
    assert f'href="/accounts/login/?next={address}"' in page.text
    assert not Snippet.objects.exists()


@pytest.mark.django_db
def test_body_that_was_pasted_to_be_imported_is_shown():
    body = json.dumps({"messages": [{"role": "user", "content": "Where is it?"}]}, indent=2)

    page = Client().post(reverse("threadsui:thread_import"), {"body": body})

    assert page.context["written"] == [body]


@pytest.mark.django_db
def test_secrets_are_not_shown():
    typed = {
        "name": "Berlin office",
        "secret_reference": "sk 1",
        "new_password1": "one two",
        "token": "a b",
        "extra_headers": "X-Api-Key: sk-1",
    }

    page = Client().post(reverse("threadsui:connection_create"), typed)

    assert page.context["written"] == ["Berlin office"]


@pytest.mark.django_db
@pytest.mark.parametrize("posted", [{}, {"name": "sorry", "text": " short "}])
def test_where_little_was_written_the_sign_in_page_comes_at_once(address, posted):
    page = Client().post(address, posted)

    assert page["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.django_db
def test_page_that_posts_by_htmx_stays(address):
    toast = Client().post(address, SNIPPET, headers={"HX-Request": "true"})

    assert (toast.status_code, toast["HX-Reswap"]) == (401, "none")
    assert "what you wrote is still here" in toast.text


@pytest.mark.django_db
def test_post_from_elsewhere_is_told_nothing_of_itself(address):
    page = Client(enforce_csrf_checks=True).post(address, SNIPPET)

    assert page.status_code == 403
    assert "pole" not in page.text
