"""People whose role lets them work, and not read what was written: what they do is right, and no mask goes anywhere."""

import time
import uuid

import pytest
from django.contrib.auth.models import Group, Permission

from tests import factories
from tests.views.composer.thread_create.posted import fields
from threadsui.api import schema
from threadsui.models import AuditEvent, Message, Submission, Thread
from threadsui.services.creating.threads import create_thread
from threadsui.services.threads.changes import digest_of

pytestmark = pytest.mark.django_db
WORD = "canary4711"
BODY = {"messages": [{"role": "user", "content": f"Where is my {WORD}?"}], "metadata": {"a": "b"}}


@pytest.fixture
def closer(db):
    """All that a lead may, but for reading messages: a role that a team made for itself."""
    group = Group.objects.create(name="closer")
    rights = Permission.objects.filter(group__name="lead").exclude(codename="read_message")
    group.permissions.set(rights)
    user = factories.user("", "cleo")
    user.groups.add(group)
    return user


@pytest.fixture
def client(closer, client_of):
    return client_of(closer)


@pytest.fixture
def lost(there, desk, agent):
    """A create whose answer was lost: the server made the thread."""
    there.now = int(time.time())
    there.script = ["lost"]
    return create(desk, agent)


def create(connection, actor):
    payload = schema.parse(schema.CreateThread, BODY)
    return create_thread(connection=connection, payload=payload, actor=actor, token=uuid.uuid4())


def test_what_is_resent_is_what_was_written(lost, there, client):
    assert WORD not in client.get(lost.get_absolute_url()).text
    client.post(
        f"{lost.get_absolute_url()}resend/", {"token": str(uuid.uuid4()), "reason": "Not there"}
    )

    assert there.posts == [BODY, BODY]
    child = Submission.objects.get(parent=lost)
    assert (child.payload, child.state) == (BODY, "accepted")
    assert child.body_sha256 == Submission.hash_of(child.body)
    assert (child.thread.title, child.thread.messages.get().text) == (
        f"Where is my {WORD}?",
        f"Where is my {WORD}?",
    )


def test_candidate_with_the_same_messages_is_known_as_that_and_adopted_whole(lost, client):
    page = client.get(f"{lost.get_absolute_url()}candidates/")

    assert "The same message" in page.text
    assert "say something else" not in page.text
    assert WORD not in page.text
    remote_id = page.context["rows"][0]["id"]
    client.post(f"{lost.get_absolute_url()}adopt/", {"remote_id": remote_id, "reason": "Same"})
    thread = Thread.objects.get()
    assert (thread.title, thread.messages.get().text) == (
        f"Where is my {WORD}?",
        f"Where is my {WORD}?",
    )


def test_nothing_masked_is_offered_to_be_corrected_or_copied(lost, agent, client, closer):
    thread = factories.thread(messages=[WORD])
    own = factories.submission(state="refused", actor=closer, payload=BODY)

    page = client.get(lost.get_absolute_url()).text
    assert "Resend</a>" in page
    assert "Edit and resend" not in page
    assert "Correct and create again" not in client.get(own.get_absolute_url()).text
    assert "?clone=" not in client.get(thread.get_absolute_url()).text
    drawer = {"HX-Request": "true", "HX-Target": "drawer"}
    assert "?clone=" not in client.get(thread.get_absolute_url(), headers=drawer).text
    for query in ({"submission": lost.pk}, {"submission": own.pk}, {"clone": thread.pk}):
        answer = client.get("/threads/new/", query)
        assert (answer.status_code, "[masked" in answer.text) == (403, False)
    posted = fields(BODY, parent=str(lost.pk))
    assert client.post("/threads/new/", posted).status_code == 403
    assert Submission.objects.count() == 2


def test_what_is_created_is_what_was_typed(sandbox_connection, client):
    client.post("/threads/new/", fields(BODY))

    submission = Submission.objects.get()
    assert (submission.state, submission.payload) == ("accepted", BODY)
    assert Message.objects.get().text == f"Where is my {WORD}?"
    assert len(client.get("/threads/", {"q": "metadata.a:b"}).context["rows"]) == 1


def test_same_press_again_is_known_as_the_same(sandbox_connection, client):
    posted = fields(BODY)

    first, second = (client.post("/threads/new/", posted) for _ in range(2))

    assert first.url == second.url
    assert Submission.objects.count() == 1


def test_changing_metadata_leaves_the_title_that_is_not_shown(closer, client):
    thread = factories.created_thread(actor=closer, title=f"About {WORD}")
    address = f"{thread.get_absolute_url()}edit/"

    page = client.get(address)
    assert 'name="title"' not in page.text
    posted = {
        "metadata-TOTAL_FORMS": "1",
        "metadata-INITIAL_FORMS": "0",
        "metadata-0-key": "order",
        "metadata-0-value": "1",
    }
    for more in ({}, {"title": "Mine", "metadata-0-value": "2"}):
        client.post(address, posted | more)

    thread.refresh_from_db()
    assert (thread.metadata, thread.title) == ({"order": "2"}, f"About {WORD}")


def test_history_of_a_refresh_compares_texts_and_not_their_masks(closer, client):
    thread = factories.created_thread(actor=closer, messages=BODY["messages"])
    text = BODY["messages"][0]["content"]
    thread.messages.update(text="Other", content="Other")  # as if the server had another by now

    client.post(f"{thread.get_absolute_url()}refresh/")

    assert thread.messages.get().text == text
    event = AuditEvent.objects.get(action="thread.refreshed")
    assert event.changes["messages[0]"]["new"]["sha256"] == digest_of(text)
    assert event.changes["messages[0]"]["old"]["sha256"] == digest_of("Other")


def test_note_tells_whom_it_names_and_its_evidence_is_of_its_text(closer, client, agent):
    thread = factories.thread()
    text = f"@{agent.username} {WORD}"
    client.post(f"{thread.get_absolute_url()}notes/new/", {"text": text})

    note = thread.notes.get()
    assert note.mentions.get().person == agent
    event = AuditEvent.objects.get(action="note.added")
    assert event.changes["note"]["new"]["sha256"] == digest_of(text)
    assert client.get(f"/notes/{note.pk}/edit/").status_code == 403


def test_form_of_a_held_thread_leaves_the_form_of_others_as_it_is(lead, client_of):
    """Fields are shared by all forms of a class, until one of them changes its own."""
    held, other = factories.thread(creator=lead), factories.thread(creator=lead)
    held.held_at = held.recorded_at
    held.save()
    client = client_of(lead)

    assert "under legal hold, so its title" in client.get(f"{held.get_absolute_url()}edit/").text
    assert "under legal hold" not in client.get(f"{other.get_absolute_url()}edit/").text
