"""Masked fields: nothing reads past their attributes, and nothing but the attribute changes."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

import threadsui
from tests import factories
from threadsui.models import AuditEvent, masks
from threadsui.models.masking import (
    MaskedWhenRead,
    Reader,
    iterate_read_by,
    read_by,
    reads_masked,
    whole_text,
)
from threadsui.services.teamwork.notes import add_note

ROOT = Path(threadsui.__path__[0])
READS_PAST = {"values", "values_list"}
# What has to be right whoever reads: the chain's own reading of its rows.
ALLOWED = {"audit/content.py"}


def masked_names():
    models = apps.get_app_config("threadsui").get_models()
    fields = [field for model in models for field in model._meta.local_fields]
    return {field.name for field in fields if isinstance(field, MaskedWhenRead)}


def read_past():
    """(file, line) of each values() or values_list() of a field that is masked."""
    names = masked_names()
    for path in ROOT.rglob("*.py"):
        short = str(path.relative_to(ROOT))
        if short in ALLOWED or short.startswith(("migrations/", "sandbox/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            asked = {one.value for one in node.args if isinstance(one, ast.Constant)}
            if node.func.attr in READS_PAST and asked & names:
                yield short, node.lineno


def test_nothing_reads_a_masked_field_past_its_attribute():
    assert {"title", "body", "text", "content", "response_body", "changes"} <= masked_names()
    assert list(read_past()) == []


@pytest.fixture
def thread(db):
    return factories.thread(title="Snapped pole", messages=["It snapped", "Twice"])


def test_value_is_masked_for_who_may_not_read_it_and_kept(thread, auditor, lead):
    with read_by(Reader(auditor)):
        assert (thread.title, thread.is_masked, reads_masked()) == ("", True, True)
        assert str(thread) == thread.remote_id
        with whole_text():
            assert thread.title == "Snapped pole"
        thread.save()
        thread.refresh_from_db()
    with read_by(Reader(lead)):
        assert (thread.title, thread.is_masked, reads_masked()) == ("Snapped pole", False, False)
    assert type(thread).objects.get(pk=thread.pk).title == "Snapped pole"


def test_deferred_value_is_masked_as_well(thread, auditor):
    message = thread.messages.defer("text", "content").first()

    with read_by(Reader(auditor)):
        assert message.text == message.content == "[masked, 10 characters]"
    assert message.text == "It snapped"


def test_reveal_of_one_thread_shows_no_other(thread, auditor):
    other = factories.thread(title="Else")
    revealed = [("threadsui.thread", str(thread.pk))]

    with read_by(Reader(auditor, lambda: revealed)):
        assert (thread.title, other.title) == ("Snapped pole", "")
        assert [message.text for message in thread.messages.all()] == ["It snapped", "Twice"]


def test_what_is_streamed_is_read_by_whom_it_is_for(thread, auditor):
    texts = (message.text for message in thread.messages.order_by("position").iterator())

    read = list(iterate_read_by(Reader(auditor), texts))

    assert read == ["[masked, 10 characters]", "[masked, 5 characters]"]
    assert not reads_masked()


@pytest.mark.parametrize(
    "text, shown",
    [
        (
            '{"messages": [{"role": "user", "content": "Hello"}], "metadata": {"order": "7"}}',
            '{"messages": [{"role": "user", "content": "[masked, 5 characters]"}], '
            '"metadata": {"order": "7"}}',
        ),
        ('{"id": "thread_1", "created_at": 7, "echo": "Hi"}', None),
        ("cut off: Hello", "[masked, 14 characters]"),
        ('"Hello"', '"[masked, 5 characters]"'),
    ],
)
def test_body_keeps_its_structure_ids_and_metadata(text, shown):
    expected = shown or '{"id": "thread_1", "created_at": 7, "echo": "[masked, 2 characters]"}'

    assert masks.body(text) == expected


def test_id_that_is_no_id_is_masked():
    assert "Hello" not in masks.body(f'{{"id": "{"Hello " * 30}"}}')


@pytest.mark.parametrize("opening", ["[" * 900 + "]" * 900, "[" * 50_000])
def test_body_that_is_nested_too_deep_is_masked_as_a_whole(opening):
    assert masks.body(opening) == masks.length_of(opening)


def test_hash_of_what_was_written_is_masked_as_the_text_is(thread, agent, auditor):
    note = add_note(thread=thread, text="PIN 4711", actor=agent)
    message = {"old": {"sha256": "ab" * 32, "characters": 8}, "new": {"characters": 9}}
    changed = factories.event("thread.refreshed", target=thread, changes={"messages[0]": message})
    added = AuditEvent.objects.get(action="note.added")

    with read_by(Reader(auditor)):
        assert added.changes["note"]["new"]["sha256"] == "[masked]"
        assert added.changes["note"]["new"]["number"] == note.pk
        assert changed.changes["messages[0]"]["old"] == {"sha256": "[masked]", "characters": 8}
    with read_by(Reader(auditor, lambda: [("threadsui.thread", str(thread.pk))])):
        assert len(added.changes["note"]["new"]["sha256"]) == 64


def test_hash_of_a_body_is_masked_as_the_body_is(agent, auditor):
    submission = factories.submission(actor=agent)

    with read_by(Reader(auditor)):
        assert submission.body_sha256 == "[masked]"
    assert submission.body_sha256 == submission.hash_of(submission.body)
