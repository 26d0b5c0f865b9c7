"""Which messages of the composer come as one line."""

import pytest

from threadsui.forms.composer.messages import UNFOLDED_MAX
from threadsui.forms.composer.rows import edit_rows, focus_on
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data

MANY = UNFOLDED_MAX + 4
LAST = MANY - 1


def values(count=MANY, **rows):
    """`count` messages; `rows` changes those at these indexes: `_3={"content": ""}`."""
    messages = [{"role": "user", "content": f"Message {at}"} for at in range(count)]
    for index, changed in rows.items():
        messages[int(index[1:])] |= changed
    return {"messages": messages}


def open_in(form):
    return [at for at, (_message, is_folded) in enumerate(form.messages.cards) if not is_folded]


def shown(given):
    return ComposerForm(initial=given)


def test_messages_of_a_short_form_come_open():
    assert open_in(shown(values(UNFOLDED_MAX))) == list(range(UNFOLDED_MAX))


def test_only_the_last_message_of_a_long_form_comes_open():
    assert open_in(shown(values())) == [LAST]


def test_message_to_write_in_comes_open_unless_its_person_closed_it():
    assert open_in(shown(values(_2={"content": ""}))) == [2, LAST]
    assert open_in(shown(values(_2={"content": "", "is_open": False}))) == [LAST]


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": "\0"},
        {"parts": [{"type": "image_url", "url": "not an address"}]},
        {"attachments": [{"file_id": "two words"}]},
        {"metadata": [{"key": "k", "value": "v"}, {"key": "k", "value": "w"}]},
    ],
)
def test_message_with_an_error_comes_open(wrong):
    form = ComposerForm(form_data(values(_5=wrong)))
    form.is_valid()

    assert open_in(form) == [5, LAST]


@pytest.mark.parametrize(
    "verb,at",
    [
        ("messages:up:4", 3),
        ("messages-4-parts:add:image_url", 4),
        ("messages-4-attachments:add", 4),
        ("messages-4-metadata:add", 4),
    ],
)
def test_message_that_a_press_leads_to_comes_open(verb, at):
    given = values() | {"metadata": []}
    for message in given["messages"]:
        message |= {"parts": [], "attachments": [], "metadata": []}
    edit = edit_rows(given, verb)
    form = shown(given)
    focus_on(form, edit)

    assert open_in(form) == [at, LAST]


def test_what_its_person_opened_or_closed_moves_with_the_message():
    given = values(_1={"is_open": True}, _11={"is_open": False})
    edit_rows(given, "messages:remove:0")

    assert open_in(shown(given)) == [0]


@pytest.mark.parametrize(
    "verb,count,opened",
    [("collapse", 3, []), ("collapse", MANY, []), ("expand", MANY, list(range(MANY)))],
)
def test_all_are_collapsed_and_expanded(verb, count, opened):
    given = values(count)

    assert edit_rows(given, f"messages:{verb}").section == "messages"
    assert open_in(shown(given)) == opened


@pytest.mark.parametrize(
    "count,expected", [(1, False), (2, True), (UNFOLDED_MAX, True), (MANY, True)]
)
def test_messages_that_can_be_closed_have_a_line_for_that(count, expected):
    assert shown(values(count)).messages.has_lines is expected


def test_long_form_that_is_all_open_has_no_lines():
    given = values()
    edit_rows(given, "messages:expand")

    assert not shown(given).messages.has_lines


def test_nothing_but_messages_can_be_collapsed():
    assert edit_rows(values() | {"metadata": [{}]}, "metadata:collapse") is None


@pytest.mark.parametrize(
    "message,excerpt",
    [
        ({"content": "  The pole\r\n\tsnapped. "}, "The pole snapped."),
        ({"content": "x" * 1000}, "x" * 160),
        ({"content": "", "parts": [{"type": "text", "text": "A part"}]}, "A part"),
        ({"content": "", "parts": [{"type": "image_file", "file_id": "file-1"}]}, ""),
    ],
)
def test_line_says_how_the_text_begins(message, excerpt):
    assert shown(values(1, _0=message)).messages.forms[0].excerpt == excerpt
