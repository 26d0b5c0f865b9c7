"""The index follows every change of what it is made of, on its own; and says when somebody bent it."""

import pytest
from django.core.management import call_command
from django.db import connection, models

from tests import factories
from threadsui.models import Message, Note, Thread, ThreadText
from threadsui.textindex import sqlite, upkeep

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return factories.thread(title="Snapped pole", metadata={"order": "7"})


def message(thread, position=0, **fields):
    values = {"role": "user", "content": "Where is my tent?", "text": "Where is my tent?"}
    return Message.objects.create(thread=thread, position=position, **values | fields)


def marks(thread):
    return set(ThreadText.objects.get(pk=thread.pk).marks.split())


def hexed(file_id):
    return "f" + file_id.encode().hex()


def test_thread_and_its_pieces_are_indexed_as_they_come_and_go(thread, agent, assert_index_agrees):
    assert_index_agrees(thread)
    first = message(thread)
    message(thread, 1, role="assistant", text="On its way")
    note = Note.objects.create(thread=thread, author=agent, text="Called them")
    assert_index_agrees(thread)

    Message.objects.filter(pk=first.pk).update(text="Where is my bag?")
    Note.objects.filter(pk=note.pk).update(text="Called them twice")
    Thread.objects.filter(pk=thread.pk).update(title="Snapped twice", metadata={})
    assert_index_agrees(thread)

    first.delete()
    note.delete()
    assert_index_agrees(thread)
    thread.messages.all().delete()
    assert_index_agrees(thread)
    thread.pairs.all().delete()
    pk = thread.pk
    Thread.objects.filter(pk=pk)._raw_delete("default")
    assert_index_agrees()
    assert not ThreadText.objects.filter(pk=pk).exists()


def test_message_that_moves_to_another_thread_moves_in_the_index(thread, assert_index_agrees):
    other = factories.thread()
    moved = message(thread)

    Message.objects.filter(pk=moved.pk).update(thread=other)

    assert_index_agrees(thread, other)
    assert "roleuser" in marks(other)
    assert "roleuser" not in marks(thread)


def test_many_written_at_once_are_indexed(assert_index_agrees):
    threads = [factories.thread() for _ in range(3)]
    Message.objects.bulk_create(
        Message(thread=thread, position=place, role="user", content="a", text=f"word{place}")
        for thread in threads
        for place in range(4)
    )

    assert_index_agrees(*threads)


def test_marks_say_what_a_thread_has(thread, agent):
    assert marks(thread) == {
        "all",
        f"u{thread.creator_id}",
        f"c{thread.connection_id}",
        "hastitle",
        "hasmetadata",
    }
    message(
        thread,
        role="assistant",
        content=[
            {"type": "text", "text": "see"},
            {"type": "image_file", "image_file": {"file_id": "file-Pic"}},
        ],
        attachments=[{"file_id": "file-att", "tools": [{"type": "file_search"}]}],
    )
    Note.objects.create(thread=thread, author=agent, text="seen")
    Thread.objects.filter(pk=thread.pk).update(
        title="",
        metadata={},
        tool_resources={"code_interpreter": {"file_ids": ["file-code"]}},
    )

    assert marks(thread) == {
        "all",
        f"u{thread.creator_id}",
        f"c{thread.connection_id}",
        "hasmessage",
        "roleassistant",
        "hasattachment",
        "hasimage",
        "hasnote",
        "hasfile",
        hexed("file-Pic"),
        hexed("file-att"),
        hexed("file-code"),
    }


def test_file_named_in_the_words_of_a_message_is_no_file(thread):
    message(thread, content='{"file_id": "file-x"}', text='{"file_id": "file-x"}')

    assert hexed("file-x") not in marks(thread)


def test_row_that_was_bent_is_named_and_made_right_by_a_rebuild(thread, assert_index_agrees):
    factories.thread()
    ThreadText.objects.filter(pk=thread.pk).update(messages="never written")

    assert upkeep.wrong_threads() == [thread.pk]
    call_command("search_rebuild", verbosity=0)
    assert_index_agrees(thread)


def test_row_that_is_missing_and_one_too_many_are_named(thread):
    ThreadText.objects.filter(pk=thread.pk).delete()
    ThreadText.objects.create(thread_id=thread.pk + 1_000_000)

    assert upkeep.wrong_threads() == [thread.pk, thread.pk + 1_000_000]


def test_check_says_what_is_wrong_and_exits_with_three(thread, capsys):
    call_command("search_check")
    assert "1 thread" in capsys.readouterr().out

    ThreadText.objects.filter(pk=thread.pk).delete()
    with pytest.raises(SystemExit) as ended:
        call_command("search_check")

    assert ended.value.code == 3
    assert str(thread.pk) in capsys.readouterr().out


def test_trigger_that_is_gone_is_found_and_put_back_by_a_rebuild(thread, assert_index_agrees):
    with connection.cursor() as cursor:
        upkeep.drop_triggers(cursor)
    message(thread)

    assert "threadsui_threadtext_of_message_new" in upkeep.missing_triggers()
    assert upkeep.wrong_threads() == [thread.pk]

    upkeep.rebuild()
    assert upkeep.missing_triggers() == []
    assert_index_agrees(thread)


def test_index_of_other_words_than_the_rows_is_found(thread):
    if connection.vendor == "postgresql":
        pytest.skip("there the index is a column of the row")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {sqlite.INDEX}({sqlite.INDEX}, rowid, {sqlite.COLUMNS}) "
            f"SELECT 'delete', thread_id, {sqlite.COLUMNS} FROM {sqlite.TEXT}"
        )

    assert not upkeep.index_agrees()


def test_messages_written_while_a_thread_is_put_aside_are_indexed_at_the_end(
    thread, assert_index_agrees
):
    message(thread)
    with upkeep.put_aside(thread.pk):
        assert not ThreadText.objects.filter(pk=thread.pk).exists()
        thread.messages.all().delete()
        message(thread, text="fetched")

    assert_index_agrees(thread)
    assert "fetched" in ThreadText.objects.get(pk=thread.pk).messages


@pytest.mark.django_db(transaction=True)
def test_table_that_a_migration_makes_anew_keeps_its_triggers(thread, assert_index_agrees):
    field = models.CharField(max_length=5, default="new")
    field.set_attributes_from_name("probe")
    with connection.schema_editor() as editor:
        editor.add_field(Thread, field)
        editor.remove_field(Thread, field)

    assert upkeep.missing_triggers() == []
    message(thread, text="after")
    assert_index_agrees(thread)
