"""Internal notes: who is told of them, and what the history keeps of their text."""

import hashlib
import json

import pytest

from tests import factories
from threadsui.models import ApiCall, AuditEvent, Mention, Note
from threadsui.services.errors import ServiceError
from threadsui.services.teamwork.mentions import mentioned_people, read_mentions
from threadsui.services.teamwork.notes import add_note, delete_note, edit_note

pytestmark = pytest.mark.django_db

SECRET = "The customer's number is 0151 555."


@pytest.fixture
def thread():
    return factories.thread()


@pytest.fixture
def write(thread, agent):
    return lambda text: add_note(thread=thread, text=text, actor=agent)


def told(note):
    return sorted(mention.person.username for mention in note.mentions.all())


def events(thread):
    return list(AuditEvent.objects.about(thread).order_by("pk"))


@pytest.mark.parametrize(
    "text, names",
    [
        ("@ana look", ["ana"]),
        ("Ask @ana.", ["ana"]),
        ("(@ana), @bo: please", ["ana", "bo"]),
        ("@Ana and @ana", ["ana"]),
        ("@first.last-x.", ["first.last-x"]),
        ("post@ana and a@ana.example", []),
        ("@nobody @", []),
        ("no names", []),
    ],
)
def test_names_after_an_at_sign_are_people(agent, text, names):
    for name in ("ana", "bo", "first.last-x"):
        factories.user("viewer", name)

    people = mentioned_people(text, author=agent, thread=factories.thread())

    assert sorted(person.username for person in people) == names


def test_only_active_people_who_may_read_notes_are_told(write):
    factories.user("agent", "gone", is_active=False)
    factories.user("", "stranger")
    factories.user("auditor", "ana")

    assert told(write("@gone @stranger @ana")) == ["ana"]


def test_people_are_not_told_of_their_own_words(write):
    assert told(write("I, @agent, did it")) == []


def test_mentions_are_found_in_one_query(agent, django_assert_num_queries):
    for number in range(5):
        factories.user("agent", f"ana{number}")

    text, thread = "@ana0 @ana1 @ana2 @ana3 @ana4", factories.thread()

    with django_assert_num_queries(1):
        assert len(mentioned_people(text, author=agent, thread=thread)) == 5


def test_edit_tells_those_who_are_new_and_keeps_who_has_read(write, agent):
    ana, bo, cy = (factories.user("agent", name) for name in ("ana", "bo", "cy"))
    note = write("@ana @bo")
    read_mentions(person=ana, ids=note.mentions.values_list("pk", flat=True))

    edit_note(note=note, text="@ana @cy", actor=agent)

    assert told(note) == ["ana", "cy"]
    assert Mention.objects.get(person=ana).read_at
    assert not Mention.objects.get(person=cy).read_at
    assert not Mention.objects.filter(person=bo).exists()


def test_reading_marks_the_readers_own_alone(write):
    ana, bo = factories.user("agent", "ana"), factories.user("agent", "bo")
    note = write("@ana @bo")
    every = list(note.mentions.values_list("pk", flat=True))

    assert read_mentions(person=ana, ids=every) == 1
    assert read_mentions(person=ana, ids=every) == 0
    assert Mention.objects.get(person=bo).read_at is None


def test_edit_says_when_and_the_same_text_changes_nothing(write, thread, agent):
    note = write("First")
    assert edit_note(note=note, text="First", actor=agent).edited_at is None

    assert edit_note(note=note, text="Second", actor=agent).edited_at >= note.created_at
    assert [event.action for event in events(thread)] == ["note.added", "note.edited"]


def test_history_proves_the_text_without_keeping_it(write, thread, agent):
    note = write(SECRET)
    number = note.pk
    delete_note(note=note, actor=agent, reason="Written twice")

    added, deleted = events(thread)
    kept = {
        "number": number,
        "author": "agent",
        "sha256": hashlib.sha256(SECRET.encode()).hexdigest(),
        "characters": len(SECRET),
        "mentions": [],
    }
    assert added.changes == {"note": {"old": None, "new": kept}}
    assert deleted.changes == {"note": {"old": kept, "new": None}}
    assert SECRET not in json.dumps([event.changes for event in events(thread)])
    assert SECRET not in "".join(event.target_label + event.reason for event in events(thread))


def test_deleted_note_takes_its_mentions_with_it(write, agent):
    factories.user("agent", "ana")
    delete_note(note=write("@ana"), actor=agent, reason="Written twice")

    assert not Note.objects.exists()
    assert not Mention.objects.exists()


def test_note_that_was_deleted_meanwhile_cannot_be_edited(write, agent):
    note = write("Here")
    stale = Note.objects.get(pk=note.pk)
    delete_note(note=note, actor=agent, reason="Written twice")

    with pytest.raises(ServiceError, match="deleted meanwhile"):
        edit_note(note=stale, text="There", actor=agent)


@pytest.mark.parametrize("text", ["", " \n ", "nul\x00", "k" * 5_001])
def test_text_that_cannot_be_kept_is_refused_at_its_field(write, thread, text):
    with pytest.raises(ServiceError) as caught:
        write(text)

    assert caught.value.param == "text"
    assert not Note.objects.exists()
    assert events(thread) == []


def test_longest_text_counts_a_browsers_line_ends_once(write):
    text = "\n".join(["k" * 49] * 100)  # 4,999 characters

    assert write(text.replace("\n", "\r\n")).text == text


def test_no_server_is_told_of_a_note(write):
    write("For us")

    assert not ApiCall.objects.exists()
