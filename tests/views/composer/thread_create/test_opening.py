"""The composer as it opens: empty, prefilled, with a default connection."""

import uuid

import pytest

from tests.factories import connection
from threadsui.models import Connection

from .posted import URL, token_in


def test_the_composer_opens_with_a_message_a_pair_and_a_fresh_token(signed_in):
    first, second = signed_in.get(URL), signed_in.get(URL)

    assert first.status_code == 200
    assert 'name="messages-0-content"' in first.text
    assert 'name="metadata-0-key"' in first.text
    assert uuid.UUID(token_in(first)) != uuid.UUID(token_in(second))


def test_the_sandbox_is_marked_whatever_it_is_called(signed_in, sandbox_connection):
    Connection.objects.filter(pk=sandbox_connection.pk).update(name="Try it")

    assert "Try it (Sandbox)</option>" in signed_in.get(URL).text


def test_only_active_connections_are_offered(signed_in):
    connection("retired", is_active=False)
    connection("europe")

    text = signed_in.get(URL).text

    assert 'value="europe"' in text
    assert "retired" not in text


@pytest.mark.parametrize("role,status", [("viewer", 403), ("auditor", 403), ("lead", 200)])
def test_only_people_who_may_create_see_the_composer(person, client_of, role, status):
    client = client_of(person(role))

    assert client.get(URL).status_code == status
    assert client.post(URL, {}).status_code == (status if status == 403 else 422)


def test_opening_takes_few_queries(signed_in, django_assert_max_num_queries):
    # session, person, groups, two for permissions, what is kept for others, connections, presets, drafts, mentions
    with django_assert_max_num_queries(10):
        signed_in.get(URL)
