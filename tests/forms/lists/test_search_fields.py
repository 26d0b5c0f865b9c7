"""The filter dialog and the text: what one says, the other says too; what only the text can say is left in peace."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from threadsui.forms.lists.search_fields import (
    DAYS,
    OF_THREADS,
    SHOWN,
    edited,
    field_values,
    text_of,
)
from threadsui.search import parse

TERMS = [
    *("pole", '"late delivery"', "-refund", "deliv*", "title:pole", "has:note", "is:gone"),
    *("creator:ana", "creator:ana,ben", "-creator:ana", 'creator:"a b"', "assigned:me"),
    *("connection:eu", "-connection:eu", "state:gone", "STATE:Gone", "state:gone,deleted"),
    *("tag:vip", "tag:late", "tag:vip,late", "-tag:vip"),
    *("metadata.order:7", "metadata.order:8", "metadata.vip", "metadata.vip:*", "metadata.k:7,8"),
    *('metadata."a b":"c, d"', 'metadata."a=b":c', 'metadata.k:""', "-metadata.env:test"),
    *("created:2026-11-01..2026-11-20", "created:2026-11-01..", "created:..2026-11-20"),
    *("created:2026-11-05", "created:2026-11", "created:today", "created:2026-11..today"),
    *("before:2026-11-01", "after:2026-11-01", "-created:2026-11-05"),
]
texts = st.lists(st.sampled_from(TERMS), max_size=6).map(" ".join)


def asked(query):
    return text_of(QueryDict(query))


def address(text, shown, fields):
    made = QueryDict(mutable=True)
    made["q"], made[SHOWN] = text, shown
    for name, values in fields.items():
        made.setlist(name, [*values, ""])  # the dialog has an empty input for the next one
    return made


@given(texts, texts)
def test_dialog_sent_as_it_was_filled_in_changes_nothing_even_of_an_edited_text(text, shown):
    assert text_of(address(text, shown, field_values(parse(shown)))) == text


@given(texts, texts)
def test_what_the_dialog_is_set_to_is_what_it_shows_then(text, other):
    wanted = field_values(parse(other))

    result = edited(text, wanted)

    assert parse(result).errors == ()
    shown = field_values(parse(result))
    for name in OF_THREADS.names:
        if (
            name in OF_THREADS.several or wanted[name]
        ):  # without this one, the next of its kind is shown
            assert sorted(shown[name]) == sorted(wanted[name])


@given(st.lists(st.sampled_from(TERMS), max_size=6, unique=True).map(" ".join))
def test_terms_that_no_field_can_show_stay_when_all_fields_are_emptied(text):
    emptied = edited(text, {name: [] for name in OF_THREADS.names})

    kept = [str(term) for term in parse(emptied).terms]
    assert kept == [str(term) for term in parse(text).terms if str(term) in kept]
    for stays in ("-refund", "-tag:vip", "metadata.k:7,8", "creator:ana,ben", "created:2026-11"):
        assert kept.count(stays) == text.split().count(stays)


@pytest.mark.parametrize(
    "query, text",
    [
        ("q=pole", "pole"),
        ("q=pole&creator=ana&state=gone", "pole creator:ana state:gone"),
        ("creator=&state=", ""),
        ("metadata=order%3D7&metadata=vip&metadata=", "metadata.order:7 metadata.vip:*"),
        ("metadata=sum%3D1%2B1%3D2", "metadata.sum:1+1=2"),
        ("tag=late&tag=vip&assigned=me", "assigned:me tag:late tag:vip"),
        ("creator=ana+ruiz", 'creator:"ana ruiz"'),
        ("created_from=2026-11-01&created_to=2026-11-20", "created:2026-11-01..2026-11-20"),
        ("created_from=2026-11-01", "created:2026-11-01.."),
        ("created_to=2026-11-20", "created:..2026-11-20"),
        ("created_from=2026-11-05&created_to=2026-11-05", "created:2026-11-05"),
        ("connection=eu-live", "connection:eu-live"),
    ],
)
def test_older_address_is_read_as_the_text_that_means_the_same(query, text):
    assert asked(query) == text


@pytest.mark.parametrize(
    "query",
    ["state=lost", "metadata=%3Dvalue", "created_from=soon", f"metadata={'k' * 65}"],
)
def test_older_address_that_makes_no_sense_is_an_error_of_the_text(query):
    text = asked(query)

    assert text
    assert parse(text).errors


@pytest.mark.parametrize(
    "shown, changes, text",
    [
        ("creator:ana pole -tag:x", {"creator": ["ben"]}, "creator:ben pole -tag:x"),
        ("creator:ana pole", {"creator": []}, "pole"),
        ("creator:ana,ben", {"creator": ["cy"]}, "creator:ana,ben creator:cy"),
        ("tag:a z tag:b", {"tag": ["b", "c"]}, "tag:c z tag:b"),
        ("metadata.a:1 metadata.b", {"metadata": ["b", "a=2"]}, "metadata.a:2 metadata.b"),
        ("created:2026-11-01..", {"created_to": ["2026-11-20"]}, "created:2026-11-01..2026-11-20"),
        ("created:2026-11-01..2026-11-02 x", {"created_from": [], "created_to": []}, "x"),
        (
            "created:2026-11",
            {"created_from": ["2026-11-05"]},
            "created:2026-11 created:2026-11-05..",
        ),
    ],
)
def test_dialog_edits_only_the_terms_it_shows(shown, changes, text):
    fields = field_values(parse(shown)) | changes

    assert text_of(address(shown, shown, fields)) == text


def test_text_that_was_edited_while_the_dialog_was_open_is_kept():
    fields = field_values(parse("pole")) | {"state": ["gone"]}

    assert text_of(address("pole creator:ana", "pole", fields)) == "pole creator:ana state:gone"


def test_day_may_be_changed_alone():
    assert set(DAYS) <= set(OF_THREADS.names)
    assert asked(
        "q=created:2026-11-01..2026-11-20&shown=created:2026-11-01..2026-11-20"
        "&created_from=2026-11-03&created_to=2026-11-20"
    ) == ("created:2026-11-03..2026-11-20")
