"""A composer that opens filled in: with a thread's body, or from a link. A GET sends and keeps nothing."""

import pytest

from tests import factories, payloads
from threadsui.models import Draft, Submission

NEW = "/threads/new/"
HOSTILE = '"><script>alert(1)</script>'


def test_new_form_opens_in_its_first_message(signed_in):
    text = signed_in.get(NEW).text

    assert text.count(" autofocus") == 1
    assert 'name="messages-0-content" autofocus' in text


def test_clone_opens_with_the_threads_body_and_says_where_it_is_from(signed_in, agent):
    thread = factories.created_thread(actor=agent, title="Snapped pole", **payloads.P1_NEW_STORE)

    text = signed_in.get(NEW, {"clone": thread.pk}).text

    assert "Filled in from another thread. Nothing has been sent." in text
    assert f'href="{thread.get_absolute_url()}"' in text
    assert 'value="Snapped pole"' in text
    assert "load delay:1s" in text  # it becomes a draft at once
    assert (Submission.objects.count(), Draft.objects.count()) == (1, 0)


def test_clone_of_somebody_elses_thread_is_allowed_as_reading_it_is(signed_in):
    thread = factories.thread(messages=["Of a colleague"])

    assert "Of a colleague</textarea>" in signed_in.get(NEW, {"clone": thread.pk}).text


def test_clone_notes_what_was_left_out(signed_in):
    thread = factories.thread(messages=["x"])
    thread.messages.update(content=[{"type": "refusal", "refusal": "No"}])

    assert (
        "a part of the type refusal was left out" in signed_in.get(NEW, {"clone": thread.pk}).text
    )


def test_clone_from_a_connection_that_is_switched_off_says_so(signed_in):
    retired = factories.connection("retired", is_active=False)
    thread = factories.thread(connection=retired)

    assert "Retired is switched off." in signed_in.get(NEW, {"clone": thread.pk}).text


@pytest.mark.parametrize("number", ["0", "x", "9" * 40])
def test_clone_of_no_thread_is_not_found(signed_in, number):
    assert signed_in.get(NEW, {"clone": number}).status_code == 404


@pytest.mark.parametrize("address", ["/threads/{}/", "/threads/{}/?drawer"])
def test_thread_offers_to_be_duplicated_to_those_who_create(client_of, viewer, agent, address):
    thread = factories.thread()
    headers = {"HX-Request": "true", "HX-Target": "drawer"} if "drawer" in address else {}
    link = f'href="{NEW}?clone={thread.pk}"'

    assert link in client_of(agent).get(address.format(thread.pk), headers=headers).text
    assert link not in client_of(viewer).get(address.format(thread.pk), headers=headers).text


def test_link_fills_the_form_in_and_sends_nothing(signed_in, sandbox_connection):
    text = signed_in.get(
        f"{NEW}?connection={sandbox_connection.slug}&title=T&message=One&message=Two"
        "&message.role=assistant&metadata.shop.order=4711"
    ).text

    assert "Filled in from a link. Nothing has been sent." in text
    assert "One</textarea>" in text
    assert "Two</textarea>" in text
    assert 'value="shop.order"' in text
    assert "4711</textarea>" in text
    assert 'value="T"' in text
    assert not Submission.objects.exists()
    assert not Draft.objects.exists()


def test_link_with_an_unknown_connection_says_so(signed_in):
    text = signed_in.get(NEW, {"connection": "elsewhere", "message": "x"}).text

    assert "“elsewhere”" in text


def test_hostile_link_is_shown_as_text(signed_in):
    fields = ["title", "message", "message.role", "connection", "metadata.k", f"metadata.{HOSTILE}"]
    text = signed_in.get(NEW, dict.fromkeys(fields, HOSTILE)).text

    assert HOSTILE not in text
    assert "&lt;script&gt;" in text


def test_link_to_a_draft_counts_more_than_what_else_it_says(signed_in, agent):
    kept = factories.draft(owner=agent)

    text = signed_in.get(NEW, {"draft": kept.pk, "message": "Injected"}).text

    assert "Injected" not in text
