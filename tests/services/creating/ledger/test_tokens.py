"""The token of a form: a create is sent once, whatever is pressed again."""

import uuid

import pytest

from threadsui.services.errors import TokenReused

pytestmark = pytest.mark.django_db


def test_same_create_with_the_same_token_is_sent_once(post, upstream):
    token = uuid.uuid4()

    assert post(token=token).pk == post(token=token).pk
    assert len(upstream.bodies) == 1


def test_token_used_for_another_body_is_told_apart(post, upstream):
    token = uuid.uuid4()
    first = post(token=token)

    with pytest.raises(TokenReused) as caught:
        post({}, token=token)

    assert caught.value.submission == first
    assert len(upstream.bodies) == 1


def test_token_of_another_person_tells_nothing_about_theirs(post, lead):
    token = uuid.uuid4()
    post(token=token)

    with pytest.raises(TokenReused) as caught:
        post(token=token, actor=lead)

    assert caught.value.submission is None
