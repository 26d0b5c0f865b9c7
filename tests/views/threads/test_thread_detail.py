import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories

TRIAGE = {"tags", "assign"}  # the console's own, whoever made the thread and whatever became of it
HOSTILE = "</div><script>alert(1)</script>"
TABS = ("transcript", "notes", "metadata", "timeline", "raw")
WORDS = {
    "transcript": "The tent arrived",
    "notes": "For the team only",
    "metadata": "NV-1",
    "timeline": "pressed Create thread",
    "raw": "Request",
}


@pytest.fixture
def thread(agent):
    message = {
        "role": "user",
        "content": "The tent arrived\nwith a snapped pole.",
        "attachments": [{"file_id": "file-1", "tools": []}],
        "metadata": {"ticket": "SUP-1"},
    }
    return factories.created_thread(actor=agent, messages=[message], metadata={"order": "NV-1"})


def address(thread, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('threadsui:thread_detail', args=[thread.pk])}?{text}"


def piece(client, target, url):
    return client.get(url, headers={"HX-Request": "true", "HX-Target": target})


@pytest.mark.parametrize("tab", TABS)
def test_tab_shows_its_part_under_the_same_header(signed_in, thread, tab):
    response = signed_in.get(address(thread, tab=tab))

    assert response.status_code == 200
    assert thread.remote_id in response.text
    assert WORDS[tab] in response.text
    current = re.search(r'aria-current="page">\s*(\w+)', response.text.split('id="thread-tabs"')[1])
    assert current[1].lower() == tab


@pytest.mark.parametrize("tab", TABS)
def test_htmx_gets_only_the_tab_and_its_tabs(signed_in, thread, tab):
    response = piece(signed_in, "thread-tab", address(thread, tab=tab))

    assert "<h1" not in response.text
    assert 'id="thread-tab"' in response.text
    assert re.search(r'id="thread-tabs"[^>]*hx-swap-oob="true"', response.text)
    assert WORDS[tab] in response.text


@pytest.mark.parametrize("tab", TABS)
def test_number_of_queries_does_not_grow_with_messages_and_calls(
    signed_in, thread, tab, django_assert_num_queries, django_assert_max_num_queries
):
    signed_in.get(address(thread, tab=tab))
    with django_assert_max_num_queries(21) as first:
        signed_in.get(address(thread, tab=tab))
    for position in (1, 2):
        factories.message(thread, position=position)
        factories.call(thread=thread)
        factories.event("thread.updated", target=thread)

    with django_assert_num_queries(len(first)):
        signed_in.get(address(thread, tab=tab))


def test_drawer_gets_the_drawer(signed_in, thread):
    response = piece(signed_in, "drawer", address(thread))

    assert response.text.lstrip().startswith('<header class="drawer-header">')
    assert "The tent arrived" in response.text
    assert "data-drawer-next" in response.text


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("target", ["", "drawer"])
def test_hostile_words_are_escaped_everywhere(lead, client_of, tab, target):
    creator = factories.user("agent", first_name=HOSTILE)
    message = {
        "content": [
            {"type": "text", "text": HOSTILE},
            {"type": "image_url", "image_url": {"url": f"javascript:{HOSTILE}"}},
            {"type": "image_file", "image_file": {"file_id": HOSTILE, "detail": HOSTILE}},
            {"type": HOSTILE, HOSTILE: HOSTILE},
        ],
        "attachments": [{"file_id": HOSTILE, "tools": [{"type": HOSTILE}]}],
        "metadata": {HOSTILE: HOSTILE},
    }
    thread = factories.thread(
        creator=creator,
        title=HOSTILE,
        remote_id=HOSTILE,
        metadata={HOSTILE: HOSTILE},
        tool_resources={
            "code_interpreter": {"file_ids": [HOSTILE]},
            "file_search": {"vector_store_ids": [HOSTILE]},
        },
        messages=[message],
    )
    factories.call(thread=thread, path=HOSTILE, error=HOSTILE, request_body=HOSTILE)
    factories.event(
        "thread.updated",
        actor=creator,
        target=thread,
        reason=HOSTILE,
        changes={HOSTILE: {"old": {HOSTILE: HOSTILE}, "new": {HOSTILE: "b"}}},
    )

    response = piece(client_of(lead), target, address(thread, tab=tab))

    assert "<script>alert" not in response.text
    assert 'href="javascript:' not in response.text
    assert "&lt;script&gt;alert(1)" in response.text


def test_message_keeps_its_lines_and_its_direction(signed_in, thread):
    response = signed_in.get(address(thread))

    shown = re.search(r'<div class="transcript-text user-text"\s+dir="auto">([^<]*)', response.text)
    assert shown[1] == "The tent arrived\nwith a snapped pole."


def test_images_are_named_and_never_loaded(signed_in, agent):
    parts = [
        {
            "type": "image_url",
            "image_url": {"url": "https://example.com/pole.png", "detail": "low"},
        },
        {"type": "image_file", "image_file": {"file_id": "file-pole"}},
    ]
    thread = factories.thread(creator=agent, messages=[{"content": parts}])

    response = signed_in.get(address(thread))

    assert "<img" not in response.text
    assert "https://example.com/pole.png</a>" in response.text
    assert 'rel="noreferrer noopener"' in response.text
    assert "low detail" in response.text
    assert "file-pole" in response.text


def test_attachment_without_a_tool_warns(signed_in, thread):
    assert "no tool" in signed_in.get(address(thread)).text


def test_long_thread_comes_in_parts(signed_in, agent):
    thread = factories.thread(creator=agent, messages=[f"text {n}" for n in range(150)])

    first, second = signed_in.get(address(thread)), signed_in.get(address(thread, **{"from": 100}))

    assert first.text.count("<article") == 100
    assert "from=100" in first.text
    assert second.text.count("<article") == 50
    assert "text 149" in second.text


def test_raw_shows_the_call_that_is_asked_for(signed_in, thread):
    call = factories.call(thread=thread, response_body='{"chosen": true}')

    assert "chosen" not in signed_in.get(address(thread, tab="raw")).text
    assert "chosen" in signed_in.get(address(thread, tab="raw", call=call.pk)).text


def test_raw_does_not_show_another_threads_call(signed_in, thread):
    call = factories.call(thread=factories.thread(), response_body='{"foreign": true}')

    response = signed_in.get(address(thread, tab="raw", call=call.pk))

    assert response.status_code == 200
    assert "foreign" not in response.text


@pytest.mark.parametrize(
    "role, verbs",
    [
        ("viewer", set()),
        ("auditor", {"reveal", "hold"}),
        ("agent", {"check"} | TRIAGE),
        ("lead", {"edit", "messages/new", "check", "refresh", "hold", "delete"} | TRIAGE),
        ("admin", {"edit", "messages/new", "check", "refresh", "hold", "delete"} | TRIAGE),
    ],
)
def test_page_offers_what_the_role_may_do_with_a_foreign_thread(db, client_of, role, verbs):
    thread = factories.thread()

    assert offered(client_of(factories.user(role)).get(address(thread)), thread) == verbs


def test_agent_may_change_but_not_delete_their_own(signed_in, thread):
    verbs = offered(signed_in.get(address(thread)), thread)

    assert verbs == {"edit", "messages/new", "check", "refresh"} | TRIAGE


def offered(response, thread):
    """What there are addresses for; people are brought with the form once its menu is opened."""
    verbs = set(re.findall(rf'(?:href|action)="/threads/{thread.pk}/([a-z/]+)/"', response.text))
    return verbs | ({"assign"} if f"/threads/{thread.pk}/?open=assign" in response.text else set())


@pytest.mark.parametrize(
    "state, words, verbs",
    [
        ("deleted_at", "This thread was deleted", TRIAGE | {"hold"}),
        ("gone_at", "does not have this thread any more", TRIAGE | {"check", "refresh", "hold"}),
    ],
)
def test_thread_that_is_no_more_says_so_and_is_only_read_but_for_the_consoles_own(
    lead, client_of, state, words, verbs
):
    now = timezone.now()
    by = {"deleted_by": lead} if state == "deleted_at" else {}
    thread = factories.thread(**{state: now}, **by)

    response = client_of(lead).get(address(thread))

    assert words in response.text
    assert offered(response, thread) == verbs


def test_agent_sees_no_link_to_a_foreign_submission(signed_in):
    submission = factories.submission()

    response = signed_in.get(address(submission.thread))

    assert submission.get_absolute_url() not in response.text


@pytest.mark.parametrize("pk", [10**6, 10**25])
def test_thread_that_never_was_is_a_404(signed_in, pk):
    assert signed_in.get(f"/threads/{pk}/").status_code == 404


def test_unknown_tab_is_the_transcript(signed_in, thread):
    assert "The tent arrived" in signed_in.get(address(thread, tab="zzz")).text
