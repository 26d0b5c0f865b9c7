"""Adding, removing and moving rows of what was typed."""

import pytest

from threadsui.forms.composer.rows import edit_rows


def two_messages():
    return {
        "messages": [
            {"role": "user", "content": "a", "parts": [], "attachments": [], "metadata": []},
            {"role": "user", "content": "b", "parts": [{"type": "text"}], "metadata": []},
        ],
        "metadata": [{"key": "k", "value": "v"}],
        "vector_store": {"metadata": []},
    }


def texts(values):
    return [message.get("content", "") for message in values["messages"]]


@pytest.mark.parametrize(
    "verb,expected,row,control,said",
    [
        ("messages:add", ["a", "b", ""], 2, "content", "Message 3 added."),
        ("messages:remove:0", ["b"], 0, "remove", "Message 1 removed."),
        ("messages:remove:1", ["a"], 0, "remove", "Message 2 removed."),
        ("messages:up:1", ["b", "a"], 0, "down", "Message 2 moved to position 1 of 2."),
        ("messages:down:0", ["b", "a"], 1, "up", "Message 1 moved to position 2 of 2."),
    ],
)
def test_a_message_is_added_removed_or_moved(verb, expected, row, control, said):
    values = two_messages()

    edit = edit_rows(values, verb)

    assert texts(values) == expected
    assert (edit.row, edit.control, edit.announcement) == (row, control, said)


def test_the_focus_stays_on_the_pressed_arrow_while_it_can_be_pressed_again():
    values = two_messages() | {"messages": [{"content": text} for text in "abc"]}

    assert edit_rows(values, "messages:up:2").control == "up"


@pytest.mark.parametrize(
    "verb,control",
    [
        ("messages-0-parts:add:image_url", "url"),
        ("messages-0-parts:add:image_file", "file_id"),
        ("messages-0-parts:add:text", "text"),
        ("messages-0-attachments:add", "file_id"),
        ("messages-1-metadata:add", "key"),
        ("metadata:add", "key"),
        ("vector_store-metadata:add", "key"),
    ],
)
def test_a_new_row_takes_the_focus(verb, control):
    edit = edit_rows(two_messages(), verb)

    assert (edit.section, edit.control) == (verb.split(":")[0], control)


def test_removing_the_last_row_leaves_the_focus_on_add():
    edit = edit_rows(two_messages(), "metadata:remove:0")

    assert (edit.row, edit.control) == (None, "add")


def test_there_are_never_more_rows_than_allowed():
    values = two_messages() | {"metadata": [{}] * 16}

    edit = edit_rows(values, "metadata:add")

    assert len(values["metadata"]) == 16
    assert edit.announcement == "16 is the limit. Nothing was added."


@pytest.mark.parametrize(
    "verb",
    [
        "",
        "messages",
        "messages:up:0",
        "messages:down:1",
        "messages:up:²",
        "messages:remove:9",
        "messages:remove:-1",
        "messages:drop:0",
        "messages-9-parts:add:text",
        "token:add",
        "messages-0:add",
        "__class__:add",
    ],
)
def test_a_verb_that_makes_no_sense_changes_nothing(verb):
    values = two_messages()

    assert edit_rows(values, verb) is None
    assert values == two_messages()
