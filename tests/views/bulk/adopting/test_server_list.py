"""The list of a server's threads, to pick from."""

import pytest

from tests import factories
from tests.personalities import running
from threadsui.models import ApiCall

from .operations import LIST

pytestmark = pytest.mark.django_db


def test_server_s_list_is_paged_by_its_own_cursor_newest_first(signed_in, desk, there):
    for number in range(60):
        there.make({"metadata": {"number": str(number)}})

    first = signed_in.get(LIST).text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = signed_in.get(following).text

    assert first.index("thread_0061") < first.index("thread_0060")
    assert "thread_0012" in first
    assert "thread_0011" not in first
    assert "thread_0011" in second
    assert "thread_0012</span>" not in second
    assert 'rel="next"' not in second
    assert set(there.methods) == {"GET"}


def test_list_and_its_call_tell_nothing_of_a_thread_with_a_tag_that_is_kept_for_others(
    signed_in, desk, there, lead, client_of
):
    secret = there.make({"metadata": {"canary": "canary4711"}})
    shown = there.make({"metadata": {"canary": "for all"}})
    group = factories.access_group("Others")
    thread = factories.thread(connection=desk, remote_id=secret["id"])
    factories.tag_on(thread, factories.tag("others", groups=[group]))

    page = signed_in.get(LIST).text
    call = ApiCall.objects.get(path__startswith="/threads?")
    reader = client_of(lead)

    assert shown["id"] in page
    assert secret["id"] not in page
    assert "canary4711" not in page
    assert "canary4711" in call.response_body
    assert reader.get(call.get_absolute_url()).status_code == 404
    assert call.get_absolute_url() not in reader.get("/calls/").text
    group.members.add(lead)
    assert reader.get(call.get_absolute_url()).status_code == 200
    assert call.get_absolute_url() in reader.get("/calls/").text


def test_those_that_are_here_are_marked_and_cannot_be_ticked(signed_in, desk, there):
    known, new = there.make({}), there.make({})
    thread = factories.thread(connection=desk, remote_id=known["id"])

    page = signed_in.get(LIST).text

    assert f'value="{new["id"]}"' in page
    assert f'value="{known["id"]}"' not in page
    assert f'<a href="{thread.get_absolute_url()}">Already here</a>' in page


def test_page_of_the_list_costs_the_same_however_many_are_on_it(
    signed_in, desk, there, django_assert_max_num_queries
):
    signed_in.get(LIST)
    for number in range(40):
        there.make({"metadata": {"number": str(number)}})

    with django_assert_max_num_queries(20):
        signed_in.get(LIST)


@pytest.mark.parametrize("text", ["4711", "TICKET=47", "thread_0002"])
def test_page_is_searched_by_id_and_metadata(signed_in, desk, there, text):
    there.make({"metadata": {"ticket": "4711"}})
    there.make({"metadata": {"ticket": "0815"}})

    page = signed_in.get(LIST, {"connection": "desk", "q": text}).text

    assert "thread_0002" in page
    assert "thread_0003" not in page
    assert "1 of the 3 on this page" in page


def test_server_that_sends_everything_at_once_says_how_many_are_not_shown(
    signed_in, desk, there, monkeypatch
):
    there.kind = "astra"
    monkeypatch.setattr("threadsui.services.calling.remote_lists.PAGE_MAX", 2)
    for _ in range(3):
        there.make({})

    page = signed_in.get(LIST).text

    assert "The server sent 2 more at once" in page
    assert "thread_0004" in page


def test_server_without_a_list_leads_to_pasting(signed_in):
    with running("openai") as server:
        factories.connection("desk", base_url=server.url, secret=server.key)
        page = signed_in.get(LIST).text

    assert "Desk does not list its threads (HTTP 405)." in page
    assert "Paste ids" in page


def test_list_that_cannot_be_read_says_why_and_can_be_tried_again(signed_in, desk, there):
    there.key = "another"

    page = signed_in.get(LIST).text

    assert "The key for Desk was refused (401)." in page
    assert "Try again" in page
