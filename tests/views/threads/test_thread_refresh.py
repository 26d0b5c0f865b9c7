from django.urls import reverse

from tests import factories


def press(client, thread, **headers):
    return client.post(reverse("threadsui:thread_refresh", args=[thread.pk]), headers=headers)


def test_refresh_fetches_and_says_so(signed_in, agent):
    thread = factories.created_thread(actor=agent)

    response = press(signed_in, thread)

    assert response["Location"] == thread.get_absolute_url()
    thread.refresh_from_db()
    assert thread.refreshed_at
    assert "this is what the server has now" in signed_in.get(thread.get_absolute_url()).text


def test_refresh_of_a_thread_that_is_gone_marks_it(signed_in, agent):
    thread = factories.thread(creator=agent)  # the sandbox has never seen it

    press(signed_in, thread)

    thread.refresh_from_db()
    assert thread.gone_at
    assert "It is marked as gone" in signed_in.get(thread.get_absolute_url()).text


def test_refresh_that_fails_changes_nothing_and_says_why(signed_in, agent):
    connection = factories.connection("nowhere", base_url="http://127.0.0.1:1/v1")
    thread = factories.thread(creator=agent, connection=connection)

    press(signed_in, thread)

    assert "Could not reach Nowhere. Nothing was changed." in signed_in.get(
        thread.get_absolute_url()
    ).text.replace("\n", " ")


def test_refresh_is_not_a_link_but_leads_back_to_the_thread(signed_in, agent):
    thread = factories.created_thread(actor=agent)

    response = signed_in.get(reverse("threadsui:thread_refresh", args=[thread.pk]))

    assert response["Location"] == thread.get_absolute_url()
    thread.refresh_from_db()
    assert not thread.refreshed_at
