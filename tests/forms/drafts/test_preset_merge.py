"""A preset put onto what somebody has written: nothing of that changes, whatever the preset holds."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests import payloads
from threadsui.api.schema import limits
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data
from threadsui.forms.drafts.preset_merge import merge_preset


def form_of(payload, **more):
    return ComposerForm(form_data(ComposerForm.values_of(payload) | more))


def merged(written, preset):
    return merge_preset(written, preset)


def message(text, **more):
    return {"role": "user", "content": text} | more


def contents(values):
    return [row["content"] for row in values["messages"]]


def pairs(values):
    return {row["key"]: row["value"] for row in values["metadata"]}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no bug
@given(written=payloads.threads, preset=payloads.threads)
def test_what_is_written_is_still_there(written, preset):
    written_form = form_of(written, title="Mine")
    values = merged(written_form, form_of(preset, title="Preset’s")).values

    kept = [row.values() for row in written_form.messages.kept]
    assert values["messages"][: len(kept)] == kept
    assert pairs(values).items() >= (written.get("metadata") or {}).items()
    assert values["title"] == "Mine"
    if written_form.typed["file_search"] != "none":
        for name in ("file_search", "vector_store_ids", "vector_store"):
            assert values[name] == written_form.values()[name]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(preset=payloads.threads)
def test_twice_is_as_good_as_once(preset):
    form = form_of(preset, title="T")

    again = merged(form, form)

    assert again.values == form.values()
    assert (again.messages, again.pairs, again.others, again.left) == (0, 0, [], [])


def test_messages_come_after_those_that_say_something():
    written = form_of({"messages": [message("Mine"), message("")]})
    preset = form_of({"messages": [message("Hello"), message("Mine"), message("Bye")]})

    result = merged(written, preset)

    assert contents(result.values) == ["Mine", "Hello", "Bye"]
    assert list(result.sentences) == ["Added: 2 messages."]


def test_the_same_text_by_another_role_is_another_message():
    written = form_of({"messages": [message("Hi")]})
    preset = form_of({"messages": [message("Hi", role="assistant")]})

    assert merged(written, preset).messages == 1


def test_lines_of_a_browser_are_the_same_lines():
    written, preset = (
        ComposerForm(
            {"messages-TOTAL_FORMS": "1", "messages-0-role": "user", "messages-0-content": text}
        )
        for text in ("One\r\ntwo", "One\ntwo")
    )

    assert merged(written, preset).messages == 0


def test_taken_places_are_left_and_told():
    written = form_of({"metadata": {"team": "north"}}, title="Mine", connection="sandbox")
    preset = form_of({"metadata": {"team": "south", "vip": "yes"}}, title="Theirs", connection="eu")

    result = merged(written, preset)

    assert pairs(result.values) == {"team": "north", "vip": "yes"}
    assert result.values["connection"] == "sandbox"
    assert list(result.sentences) == [
        "Added: 1 metadata pair.",
        "Left as it was: metadata “team”, connection, title.",
    ]


def test_empty_places_are_filled():
    preset = form_of(
        {
            "tool_resources": {
                "code_interpreter": {"file_ids": ["file-1"]},
                "file_search": {"vector_store_ids": ["vs_1"]},
            }
        },
        title="Theirs",
    )

    values = merged(form_of({"messages": [message("Mine")]}, title="  "), preset).values

    assert values["title"] == "Theirs"
    assert values["code_interpreter_file_ids"] == "file-1"
    assert (values["file_search"], values["vector_store_ids"]) == ("existing", "vs_1")


def test_text_in_a_branch_that_is_not_chosen_keeps_file_search_as_it_is():
    written = ComposerForm({"file_search": "none", "vector_store-file_ids": "file-9"})
    preset = form_of({"tool_resources": {"file_search": {"vector_store_ids": ["vs_1"]}}})

    result = merged(written, preset)

    assert result.values["vector_store_ids"] == ""
    assert result.left == ["file search"]


@pytest.mark.parametrize("room", [0, 2])
def test_rows_beyond_the_limit_are_left_out_and_told(room):
    written = form_of(
        {"messages": [message(f"Mine {n}") for n in range(limits.MESSAGES_MAX - room)]}
    )
    preset = form_of({"messages": [message(f"Theirs {n}") for n in range(3)]})

    result = merged(written, preset)

    assert (result.messages, result.without_room) == (room, 3 - room)
    assert len(result.values["messages"]) == limits.MESSAGES_MAX
    assert "did not fit" in list(result.sentences)[-1]
