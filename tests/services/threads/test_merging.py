"""Putting an edit onto what the server has now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadsui.services.errors import ServiceError
from threadsui.services.threads.merging import Edit, ids_in, merge, with_ids

maps = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("123"))


@given(wanted=maps, seen=maps)
def test_edit_of_what_nobody_else_changed_gives_what_was_wanted(wanted, seen):
    assert merge(wanted=wanted, seen=seen, current=seen, field="metadata") == wanted


@given(seen=maps, current=maps)
def test_edit_that_changes_nothing_keeps_what_the_server_has(seen, current):
    assert merge(wanted=seen, seen=seen, current=current, field="metadata") == current


@given(wanted=maps, seen=maps, current=maps)
def test_no_change_of_anybody_is_lost_in_silence(wanted, seen, current):
    try:
        merged = merge(wanted=wanted, seen=seen, current=current, field="metadata")
    except ServiceError as exc:
        key = exc.param.removeprefix("metadata.")
        assert len({wanted.get(key), seen.get(key), current.get(key)}) == 3
        return
    for key in "abcd":
        mine = wanted.get(key) != seen.get(key)
        assert merged.get(key) == (wanted if mine else current).get(key)


@pytest.mark.parametrize("current, now", [({"a": "3"}, "is now “3”"), ({}, "was removed")])
def test_conflict_says_what_is_there_now(current, now):
    with pytest.raises(ServiceError, match=now) as caught:
        merge(wanted={"a": "2"}, seen={"a": "1"}, current=current, field="metadata")

    assert caught.value.param == "metadata.a"


def test_ids_leave_what_a_server_adds_of_its_own():
    resources = {
        "code_interpreter": {"file_ids": ["file-1"], "container": "c"},
        "azure_ai_search": {"indexes": []},
        "file_search": None,
    }

    assert ids_in(resources) == {"code_interpreter": ["file-1"]}
    assert with_ids(resources, {"file_search": ["vs_1"]}) == {
        "code_interpreter": {"file_ids": [], "container": "c"},
        "azure_ai_search": {"indexes": []},
        "file_search": {"vector_store_ids": ["vs_1"]},
    }


def test_ids_are_not_sent_together_with_a_store_that_was_made_at_creation():
    resources = {"file_search": {"vector_stores": [{"file_ids": ["file-1"]}]}}

    assert with_ids(resources, {"file_search": ["vs_1"]}) == {
        "file_search": {"vector_store_ids": ["vs_1"]}
    }


def test_edit_that_is_there_already_has_no_body():
    edit = Edit(metadata={"a": "2"}, seen={"a": "1"}, tool_resources={}, seen_tool_resources={})

    assert edit.body_onto({"a": "2", "b": "3"}, {"file_search": {"vector_store_ids": ["vs"]}}) == {}


def test_edit_of_tool_resources_breaking_a_limit_names_the_place():
    files = [f"file-{number}" for number in range(21)]
    edit = Edit(metadata={}, seen={}, tool_resources={"code_interpreter": {"file_ids": files}})

    with pytest.raises(ServiceError, match="Nothing was sent") as caught:
        edit.body_onto({}, {})

    assert caught.value.param == "tool_resources.code_interpreter.file_ids"
