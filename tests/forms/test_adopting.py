"""Thread ids as people paste them."""

import pytest

from threadsui.forms.adopting import AdoptForm, Unreadable, ids_in

CONNECTIONS = [("desk", "Desk")]


@pytest.mark.parametrize(
    "text",
    [
        "thread_1\nthread_2",
        "thread_1, thread_2",
        "  thread_1 ;thread_2\r\n\r\n",
        '"thread_1", "thread_2",',
        '["thread_1", "thread_2"]',
        "[thread_1, thread_2]",
        '[{"id": "thread_1", "object": "thread"}, {"id": "thread_2"}]',
        '{"object": "list", "data": [{"id": "thread_1"}, {"id": "thread_2"}], "has_more": true}',
        "https://h.example.com/v1/threads/thread_1 https://h.example.com/threads/thread_2/messages?x=1",
        "https://res.services.ai.azure.com/api/projects/p/threads/thread_1?api-version=1\nthread_2",
    ],
)
def test_ids_are_read_in_every_way_that_they_are_written(text):
    assert ids_in(text) == (["thread_1", "thread_2"], 0)


def test_repeated_ids_count_once_and_are_told():
    assert ids_in("thread_1 thread_2 thread_1 thread_1") == (["thread_1", "thread_2"], 2)


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("thread_1 h/ello", ["h/ello"]),
        ("https://h.example.com/v1/conversations/conv_1", None),
        ("thread_1 ..", [".."]),
        ("thrëad_1", ["thrëad_1"]),
        ('["a", 1, null]', ["1 in JSON", "null in JSON"]),
        ('{"a": 1}', [""]),
        ("x" * 201, None),
        ("http://[", None),
    ],
)
def test_what_is_no_id_is_told_apart(text, wrong):
    with pytest.raises(Unreadable) as caught:
        ids_in(text)

    assert wrong is None or caught.value.parts == wrong


def form(**data):
    return AdoptForm({"connection": "desk"} | data, connections=CONNECTIONS)


def test_error_names_what_cannot_be_read_and_says_that_nothing_was_started():
    found = form(ids="thread_1 a/b c/d")

    assert not found.is_valid()
    assert found.errors["ids"] == [
        "“a/b”, “c/d” are no thread ids. Nothing was started. Correct them, or take them out."
    ]


def test_more_ids_than_the_bound_are_refused_with_both_numbers():
    found = form(ids="\n".join(f"thread_{number}" for number in range(1_001)))

    assert not found.is_valid()
    assert "1,001 ids; the limit is 1,000 at a time" in found.errors["ids"][0]


def test_connection_that_is_not_offered_is_refused():
    found = form(connection="another", ids="thread_1")

    assert "cannot be used any more" in found.errors["connection"][0]
