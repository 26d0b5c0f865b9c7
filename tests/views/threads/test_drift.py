"""Checking the server from a thread's page, and deciding what becomes of a difference."""

import re

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import Thread
from threadsui.services.calling.clients import client_for
from threadsui.services.threads.holds import place_hold

OURS = {"order": "A-1", "team": "north"}
THEIRS = {"order": "A-1", "team": "south"}
DRAWER = {"HX-Request": "true", "HX-Target": "drawer"}


@pytest.fixture
def thread(agent):
    return factories.created_thread(actor=agent, metadata=OURS)


@pytest.fixture
def server(thread):
    return client_for(thread.connection)


def press(client, name, thread, **data):
    return client.post(reverse(f"threadsui:{name}", args=[thread.pk]), data, follow=True)


def change_there(server, thread, metadata=THEIRS):
    server.threads.update(thread.remote_id, {"metadata": metadata})


def seen_in(page):
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def text_of(page):
    return " ".join(page.text.split())


def test_check_that_finds_the_same_says_so(signed_in, thread):
    page = press(signed_in, "thread_check", thread)

    assert "The server has the same as the console." in page.text
    assert "Same as on the server" in page.text
    assert "drift-title" not in page.text


def test_check_shows_what_differs_and_what_can_be_done(signed_in, thread, server):
    change_there(server, thread)

    page = press(signed_in, "thread_check", thread)

    assert "Changed on the server" in page.text
    assert "<mark>nor</mark>" in page.text
    assert f'action="/threads/{thread.pk}/drift/take/"' in page.text
    assert f'action="/threads/{thread.pk}/drift/revert/"' in page.text


def test_drawer_tells_of_the_difference_and_leads_to_the_page(signed_in, thread, server):
    change_there(server, thread)
    press(signed_in, "thread_check", thread)

    drawer = signed_in.get(thread.get_absolute_url(), headers=DRAWER)

    assert "Compare and decide" in drawer.text
    assert 'name="seen"' not in drawer.text


def test_messages_that_are_only_there_are_counted_and_nothing_is_put_back(
    signed_in, thread, server
):
    server.messages.create(thread.remote_id, {"role": "user", "content": "Hello?"})

    page = press(signed_in, "thread_check", thread)

    assert "1 message is there that is not here." in page.text
    assert "drift/revert" not in page.text


def test_theirs_are_taken_and_the_banner_goes(signed_in, thread, server):
    change_there(server, thread)
    seen = seen_in(press(signed_in, "thread_check", thread))

    page = press(signed_in, "thread_drift_take", thread, seen=seen)

    thread.refresh_from_db()
    assert thread.metadata == THEIRS
    assert "The record is now what the server has." in page.text
    assert "drift-title" not in page.text


def test_theirs_are_not_offered_for_a_held_thread(signed_in, thread, server, lead):
    place_hold(thread=thread, actor=lead, reason="Case 12")
    change_there(server, thread)

    page = press(signed_in, "thread_check", thread)

    assert "Under legal hold the record stays as it is" in page.text
    assert "drift/take" not in page.text
    assert "drift/revert" in page.text


def test_ours_are_put_back(signed_in, thread, server):
    change_there(server, thread)
    seen = seen_in(press(signed_in, "thread_check", thread))

    page = press(signed_in, "thread_drift_revert", thread, seen=seen)

    assert server.threads.retrieve(thread.remote_id).metadata == OURS
    assert "The server has again what the console recorded." in page.text


def test_conflict_shows_what_the_server_has_now(signed_in, thread, server):
    change_there(server, thread)
    seen = seen_in(press(signed_in, "thread_check", thread))
    change_there(server, thread, {"order": "A-1", "team": "west"})

    page = press(signed_in, "thread_drift_revert", thread, seen=seen)

    assert "The server has something else by now than what you saw." in page.text
    assert "<mark>west</mark>" in page.text
    assert seen_in(page) != seen
    assert server.threads.retrieve(thread.remote_id).metadata["team"] == "west"


def test_outage_is_said_and_the_thread_stays_what_it_was(signed_in, agent):
    connection = factories.connection("nowhere", base_url="http://127.0.0.1:1/v1")
    thread = factories.thread(creator=agent, connection=connection)

    page = press(signed_in, "thread_check", thread)

    assert "Could not reach Nowhere. Nothing was changed." in text_of(page)
    assert Thread.objects.get().state == "created"
    assert "Not reached" in page.text


def test_check_of_a_thread_that_is_gone_marks_it_and_can_be_pressed_again(signed_in, agent):
    thread = factories.thread(creator=agent)  # the sandbox has never seen it

    page = press(signed_in, "thread_check", thread)

    assert "It is marked as gone" in page.text
    assert "Check the server" in page.text


def test_timeline_tells_of_each_step(signed_in, thread, server):
    press(signed_in, "thread_check", thread)
    change_there(server, thread)
    seen = seen_in(press(signed_in, "thread_check", thread))
    press(signed_in, "thread_drift_take", thread, seen=seen)

    timeline = text_of(signed_in.get(f"{thread.get_absolute_url()}?tab=timeline"))

    assert "compared the thread with the server" in timeline
    assert "It has the same." in timeline
    assert "found the thread changed on the server" in timeline
    assert "took what the server has" in timeline


def test_somebody_else_s_thread_is_checked_but_not_decided_about(signed_in, lead):
    thread = factories.created_thread(actor=lead, metadata=OURS)
    change_there(client_for(thread.connection), thread)

    page = press(signed_in, "thread_check", thread)

    assert "Changed on the server" in page.text
    assert 'name="seen"' not in page.text
    assert press(signed_in, "thread_drift_take", thread, seen="x").status_code == 403


@pytest.mark.parametrize("name", ["thread_check", "thread_drift_take", "thread_drift_revert"])
def test_link_that_signing_in_leads_to_does_nothing(signed_in, thread, name):
    response = signed_in.get(reverse(f"threadsui:{name}", args=[thread.pk]))

    assert response["Location"] == thread.get_absolute_url()
    assert not hasattr(Thread.objects.get(), "last_check")
