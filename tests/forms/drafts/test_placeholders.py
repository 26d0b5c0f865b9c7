"""Placeholders: found in what people write, filled in word for word, and everything else left as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadsui.forms.drafts.placeholders import (
    PLACEHOLDER,
    Placeholder,
    expand,
    expanded_length,
    placeholders_in,
)

NAMES = ("title", "messages-0-content", "messages-0-parts-0-text", "metadata-0-value")
# Mostly braces and what may stand between them, so that near misses are common.
TEXTS = st.text(st.sampled_from("{}ab =_-\n\r.1é") | st.characters(codec="utf-8"), max_size=60)
FORMS = st.dictionaries(st.sampled_from(NAMES), st.lists(TEXTS, max_size=2))
VALUES = st.dictionaries(st.sampled_from(["a", "b", "order_id"]), TEXTS)


def found_in(text):
    return placeholders_in({"messages-0-content": [text]})


@given(
    fields=FORMS.filter(
        lambda form: not any(PLACEHOLDER.search(text) for texts in form.values() for text in texts)
    ),
    values=VALUES,
)
def test_form_without_placeholders_stays_as_it_is(fields, values):
    assert placeholders_in(fields) == []
    assert expand(fields, values) == fields


@given(before=TEXTS, value=TEXTS, after=TEXTS)
def test_value_is_put_in_word_for_word_and_not_looked_at_again(before, value, after):
    before, after = before.replace("{", ""), after.replace("}", "")
    fields = {"messages-0-content": ["{{order_id}}"], "title": [before + "{{order_id}}" + after]}

    filled = expand(fields, {"order_id": value, "a": "never", "b": "never"})

    assert filled == {"messages-0-content": [value], "title": [before + value + after]}


@given(fields=FORMS, values=VALUES)
def test_length_is_known_before_it_is_made(fields, values):
    filled = expand(fields, values)
    length = sum(len(text) for texts in filled.values() for text in texts)

    assert length <= expanded_length(fields, values)


@pytest.mark.parametrize(
    "text",
    [
        "{{",
        "}}",
        "{{}}",
        "{{ }}",
        '{"a": {"b": {}}}',
        '{{"a": 1}}',
        "{{ user.name }}",
        "{{#each items}}",
        "{{1st}}",
        "{{_hidden}}",
        "{{name\n}}",
        "{{name=a{b}}",
        "{order_id}",
        "{{" + "a" * 41 + "}}",
    ],
)
def test_other_braces_are_text(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("{{order_id}}", Placeholder("order_id")),
        ("{{ order id }}", Placeholder("order_id")),
        ("{{order-id}}", Placeholder("order-id")),
        ("{{Bestellnummer_ä}}", Placeholder("Bestellnummer_ä")),
        ("{{greeting=Hello, you}}", Placeholder("greeting", "Hello, you")),
        ("{{note=}}", Placeholder("note", "")),
        ("{{{name}}}", Placeholder("name")),
    ],
)
def test_placeholder_is_found(text, expected):
    assert found_in(text) == [expected]


def test_name_is_asked_for_once_with_the_first_default_it_has():
    assert found_in("{{name}} {{ name = Ana }} {{name=Bo}} {{other}}") == [
        Placeholder("name", "Ana"),
        Placeholder("other"),
    ]


def test_every_text_field_holds_placeholders_and_choices_do_not():
    fields = {
        "connection": ["{{a}}"],
        "messages-0-role": ["{{b}}"],
        "messages-TOTAL_FORMS": ["{{c}}"],
        "title": ["{{d}}"],
        "messages-0-attachments-0-file_id": ["{{e}}"],
        "vector_store-file_ids": ["{{f}}"],
    }

    assert [found.name for found in placeholders_in(fields)] == ["d", "e", "f"]


def test_label_is_the_name_in_words():
    assert Placeholder("order_id").label == "Order id"
