"""What differs between two bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadsui.forms.drafts.differences import differences

BODIES = st.recursive(
    st.text() | st.integers() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1), inner),
).map(lambda value: {"part": value})


def test_changed_text_is_told_by_its_place():
    old = {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}
    new = {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "c"}]}

    assert differences(old, new) == {
        "messages": {"old": {"2.content": "b"}, "new": {"2.content": "c"}}
    }


@pytest.mark.parametrize(
    "old,new,told",
    [
        ({}, {"metadata": {"k.1": "v"}}, {"metadata": {"old": {}, "new": {"k.1": "v"}}}),
        ({"metadata": {"k": "v"}}, {}, {"metadata": {"old": {"k": "v"}, "new": {}}}),
    ],
)
def test_what_is_on_one_side_only_is_told_on_that_side(old, new, told):
    assert differences(old, new) == told


@given(BODIES, BODIES)
def test_equal_bodies_have_no_differences_and_others_have(old, new):
    assert differences(old, old) == {}
    assert bool(differences(old, new)) == (leaves(old) != leaves(new))


def leaves(value):
    """An empty list and an empty object are told apart, a list and an object of the same leaves are not."""
    if isinstance(value, list) and value:
        value = {str(number): item for number, item in enumerate(value, start=1)}
    if isinstance(value, dict) and value:
        return {key: leaves(item) for key, item in value.items()}
    return value if isinstance(value, str) else repr(value).replace("None", "null")
