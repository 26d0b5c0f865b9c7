"""The buttons of a connection: tested, disabled, enabled, made the default."""

import pytest

from tests import factories
from tests.personalities import running
from threadsui.models import Connection

from .posted import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["test", "disable", "enable", "default", "update"])
def test_whatever_is_done_with_a_connection_asks_to_confirm_who_one_is(
    as_admin, desk, settings, name
):
    settings.REAUTHENTICATION_REQUIRED = True
    before = Connection.objects.values().get(pk=desk.pk)

    answer = as_admin.post(address(name, desk), {"write": "yes"})

    assert "/accounts/reauthenticate/" in answer.url
    assert Connection.objects.values().get(pk=desk.pk) == before


def test_test_button_shows_what_was_found_and_who_asked(as_admin):
    with running("openai") as server:
        tested = factories.connection("tested", base_url=server.url, secret=server.key)
        response = as_admin.post(address("test", tested), follow=True)
        assert server.posts == []
        as_admin.post(address("test", tested), {"write": "yes"})
        assert len(server.posts) == 1

    for said in ("The test passed.", "The key was accepted.", "has no list of threads", "admin"):
        assert said in response.text
    assert server.key not in response.text


def test_test_of_a_server_without_threads_says_what_ended_and_when(as_admin):
    with running("gone") as server:
        tested = factories.connection("tested", base_url=server.url, secret=server.key)
        response = as_admin.post(address("test", tested), follow=True)

    for said in ("The test found a problem.", "no longer offers threads", "2026-08-26"):
        assert said in response.text


def test_a_connection_is_disabled_enabled_and_made_the_default(as_admin, desk, sandbox_connection):
    as_admin.post(address("disable", desk))
    desk.refresh_from_db()
    assert not desk.is_active
    assert "Desk" not in as_admin.get("/threads/new/").text

    as_admin.post(address("enable", desk))
    as_admin.post(address("default", desk))
    assert Connection.objects.get(is_default=True) == desk
    refused = as_admin.post(address("disable", desk), follow=True)
    assert "default connection cannot be switched off" in refused.text


def test_buttons_follow_what_the_test_found(as_admin, admin, lead, client_of):
    with running("litellm") as server:
        gateway = factories.connection("gateway", base_url=server.url, secret=server.key)
        thread = factories.thread(creator=lead, connection=gateway)
        page = client_of(lead).get(thread.get_absolute_url()).text
        assert "Delete thread" in page
        as_admin.post(address("test", gateway), {"write": "yes"})

    page = client_of(lead).get(thread.get_absolute_url()).text
    assert "Delete thread" not in page
    assert "Edit" in page
