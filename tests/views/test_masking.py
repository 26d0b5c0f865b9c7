"""What auditors see before they give a reason: every address of the console, and not one word that was written."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests import factories
from tests.access.addresses import NAMES
from threadsui.models import AuditEvent, Note
from threadsui.models.masking import Reader, read_by
from threadsui.services.notes import add_note

WORD = "canary4711"  # in every text; `pelican` stands beside it, to be searched for
TEXT = f"A pelican and a {WORD} sang"
BODY = {"messages": [{"role": "user", "content": TEXT}], "metadata": {"order": "7"}}
ANSWER = f'{{"id": "thread_1", "object": "thread", "echo": "{TEXT}"}}'
TARGETS = ("drawer", "thread-tab", "dialogs", "sending", "operation", "overview-poll", "palette")
TARGETS += tuple(f"{name}-table" for name in ("thread", "submission", "call", "audit"))
QUERIES = [
    {},
    {"q": "pelican"},
    {"tab": "notes"},
    {"tab": "metadata"},
    {"tab": "timeline"},
    {"tab": "raw"},
    {"state": "unknown"},
    {"metadata": "order=7"},
    {"follow": "1"},
]


@pytest.fixture
def canary(db, auditor):
    """Every kind of record that holds text, each with the word."""
    agent = factories.user(username="ana")
    thread = factories.thread(
        creator=agent,
        title=TEXT,
        metadata={"order": "7"},
        messages=[
            TEXT,
            {"content": [{"type": "text", "text": TEXT}], "role": "assistant"},
            {"content": [{"type": "image_url", "image_url": {"url": f"https://a.example/{WORD}"}}]},
        ],
    )
    note = add_note(thread=thread, text=f"{TEXT} @{auditor.username}", actor=agent)
    made = factories.submission(actor=agent, thread=thread, title=TEXT, payload=BODY)
    unknown = factories.submission(
        state="unknown",
        actor=agent,
        title=TEXT,
        payload=BODY,
        error_message=f"What is {TEXT}?",
        error_status=500,
    )
    call = factories.call(thread=thread, submission=made, response_body=ANSWER)
    said = f"The server could not read {TEXT}."
    factories.call(submission=unknown, response_body=f"cut off: {TEXT}", status=500, error=said)
    loose = factories.call(
        request_body=f'{{"content": "{TEXT}"}}', response_body=ANSWER, status=400, error=said
    )
    changes = {
        "title": {"old": TEXT, "new": f"{TEXT}!"},
        "messages[0]": {"old": {"text": TEXT}, "new": {"text": f"{TEXT}!"}},
    }
    event = factories.event("thread.updated", actor=agent, target=thread, changes=changes)
    factories.event("submission.refused", actor=agent, target=unknown, reason="It was refused.")
    return {
        "thread": thread,
        "message": thread,
        "note": note,
        "note_create": thread,
        "submission": unknown,
        "call": loose,
        "audit": event,
        "preset": factories.preset(owner=agent, payload=BODY, is_shared=True),
        "snippet": factories.snippet(owner=agent, text=TEXT, is_shared=True),
        "draft": factories.draft(owner=agent, payload=BODY),
        "operation": factories.operation(actor=agent),
        "saved": factories.saved_view(owner=agent, is_shared=True),
        "made": made,
        "made_call": call,
    }


def addresses(canary):
    """Every address of the console, of the records with the word; those of other kinds with the number 1."""
    for name in NAMES:
        short = name.rpartition(":")[2]
        record = canary.get(short) or canary.get(short.partition("_")[0])
        number = record.pk if record else 1
        for arguments in ([], [number], ["threads"], ["audit"], ["tag"]):
            try:
                yield name, reverse(name, args=arguments)
            except NoReverseMatch:
                continue
    for key in ("made", "made_call"):
        yield key, canary[key].get_absolute_url()


def seen(client, address, *, queries=QUERIES, targets=TARGETS):
    """What each way of asking for `address` answers: (how, text)."""
    ways = [(query, {}) for query in queries]
    ways += [({}, {"HX-Request": "true", "HX-Target": target}) for target in targets]
    for query, headers in ways:
        response = client.get(address, query, headers=headers)
        yield (address, query, headers), response.getvalue().decode(errors="replace")


def leaks(client, canary):
    return [
        how
        for name, address in addresses(canary)
        if not name.startswith(("account", "mfa", "usersessions"))
        for how, text in seen(client, address)
        if WORD in text
    ]


def test_auditor_finds_no_written_word_on_any_page_or_fragment(canary, auditor, client_of):
    assert leaks(client_of(auditor), canary) == []


def test_same_walk_finds_the_word_on_the_pages_of_a_lead(canary, lead, client_of):
    """So the walk above would see it."""
    found = {address for address, _query, _headers in leaks(client_of(lead), canary)}

    for record in ("thread", "submission", "call", "audit", "made", "made_call"):
        assert canary[record].get_absolute_url() in found
    for name in ("overview", "thread_list", "submission_list", "audit_list"):
        assert reverse(f"threadsui:{name}") in found


@pytest.mark.parametrize("name", ["thread_list", "submission_list", "audit_list"])
@pytest.mark.parametrize("text", ["pelican", WORD, "note:pelican", "title:pelican"])
def test_search_tells_an_auditor_nothing_of_what_was_written(
    canary, auditor, lead, client_of, name, text
):
    address = reverse(f"threadsui:{name}")

    assert client_of(auditor).get(address, {"q": text}).context["rows"] == []
    if ":" not in text:
        assert client_of(lead).get(address, {"q": text}).context["rows"] != []


@pytest.mark.parametrize("chosen", ["csv", "jsonl", "markdown"])
def test_auditor_exports_threads_without_a_word_unless_there_is_a_reason(
    canary, auditor, client_of, chosen
):
    client = client_of(auditor)
    press = {"all": "1", "confirmed": "1", "format": chosen}

    masked = client.post("/threads/export/", press).getvalue().decode()
    whole = client.post("/threads/export/", press | {"reason": "Case 12"}).getvalue().decode()

    assert WORD not in masked
    assert canary["thread"].remote_id in masked
    assert WORD in whole
    told = AuditEvent.objects.filter(action="threads.export_started").order_by("pk")
    assert [event.reason for event in told] == ["", "Case 12"]


def test_reason_of_an_export_that_is_none_exports_nothing(canary, auditor, client_of):
    press = {"all": "1", "confirmed": "1", "format": "csv", "reason": "x"}

    response = client_of(auditor).post("/threads/export/", press)

    assert response.status_code == 422
    assert not AuditEvent.objects.filter(action="threads.export_started").exists()


def test_auditor_exports_the_history_masked_as_csv_and_whole_for_a_reason(
    canary, auditor, client_of
):
    client = client_of(auditor)

    masked = client.post("/audit/export/", {"format": "csv"}).getvalue().decode()
    refused = client.post("/audit/export/", {"format": "jsonl"})
    whole = client.post("/audit/export/", {"format": "jsonl", "reason": "Case 12"}).getvalue()

    assert WORD not in masked
    assert f"thread,{canary['thread'].pk}," in masked
    assert refused.status_code == 422
    assert "The proof needs" in refused.content.decode()
    assert WORD in whole.decode()
    told = AuditEvent.objects.filter(action="audit.exported").order_by("pk")
    assert [event.reason for event in told] == ["", "Case 12"]


@pytest.mark.parametrize("key", ["thread", "submission", "call"])
def test_reason_shows_this_record_alone_for_a_while_and_in_this_session(
    canary, auditor, client_of, key, monkeypatch
):
    record, client = canary[key], client_of(auditor)
    address = record.get_absolute_url()
    other = factories.thread(title="Else", messages=[f"another {WORD}"])

    answer = client.post(f"{address}reveal/", {"reason": "Complaint 12 of the customer"})

    assert answer["Location"] == address
    assert WORD in client.get(address).text
    assert WORD not in client.get(other.get_absolute_url()).text
    assert WORD not in client_of(auditor).get(address).text  # another session
    event = AuditEvent.objects.get(action="transcript.revealed")
    assert (event.actor, event.target_id) == (auditor, str(record.pk))
    assert event.reason == "Complaint 12 of the customer"
    later = factories.timezone.now() + factories.timedelta(minutes=31)
    monkeypatch.setattr("threadsui.views.revealed._now", later.timestamp)
    assert WORD not in client.get(address).text


def test_revealed_thread_shows_its_notes_and_calls_as_well(canary, auditor, client_of):
    address, client = canary["thread"].get_absolute_url(), client_of(auditor)

    client.post(f"{address}reveal/", {"reason": "Complaint 12"})

    for tab in ("transcript", "notes", "timeline", "raw"):
        assert WORD in client.get(address, {"tab": tab}).text


@pytest.mark.parametrize("reason", ["", "  a ", "x" * 501])
def test_without_a_usable_reason_nothing_is_shown_and_nothing_is_told(
    canary, auditor, client_of, reason
):
    address, client = canary["thread"].get_absolute_url(), client_of(auditor)

    answer = client.post(f"{address}reveal/", {"reason": reason})

    assert answer.status_code == 422
    assert "Nothing was shown" in answer.text
    assert WORD not in client.get(address).text
    assert not AuditEvent.objects.filter(action="transcript.revealed").exists()


@pytest.mark.parametrize("role", ["viewer", "agent", "lead", "admin"])
def test_others_see_as_before_and_are_not_asked(canary, client_of, role):
    client, address = client_of(factories.user(role)), canary["thread"].get_absolute_url()

    assert WORD in client.get(address).text
    assert "Text is masked" not in client.get(address).text
    assert client.post(f"{address}reveal/", {"reason": "Case 12"}).status_code == 403


def test_masked_record_is_saved_with_its_text(canary, auditor):
    with read_by(Reader(auditor)):
        note = Note.objects.get()
        note.save()
        note.refresh_from_db()
        assert WORD not in note.text

    assert WORD in Note.objects.get().text


EXPORTS = [name for name in NAMES if "export" in name or name.endswith("download")]
FORMATS = ("csv", "xlsx", "jsonl", "markdown", "json")


@pytest.mark.parametrize("name", EXPORTS)
def test_no_export_has_a_written_word_without_a_reason(canary, auditor, client_of, name):
    client, press = client_of(auditor), {"all": "1", "confirmed": "1", "query": ""}

    files = [client.post(reverse(name), press | {"format": one}) for one in FORMATS]

    told = [one.getvalue() for one in files]
    assert [one for one in told if WORD.encode() in one or WORD.encode() in unpacked(one)] == []
    assert any(one.streaming for one in files)


def unpacked(content):
    if not content.startswith(b"PK"):
        return b""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(one) for one in book.namelist())


def test_every_kind_of_export_is_among_these():
    assert {name.rpartition(":")[2] for name in EXPORTS} >= {
        "thread_export",
        "submission_export",
        "call_export",
        "audit_export",
    }


def test_reveal_ends_with_the_permission(canary, auditor, client_of):
    """Whoever is no auditor any more does not read on for the rest of the half hour."""
    address, client = canary["thread"].get_absolute_url(), client_of(auditor)
    client.post(f"{address}reveal/", {"reason": "Complaint 12"})
    assert WORD in client.get(address).text

    auditor.groups.set(Group.objects.filter(name="viewer"))
    Group.objects.get(name="viewer").permissions.remove(
        Permission.objects.get(codename="read_message")
    )

    assert client.get(address).status_code == 200
    assert WORD not in client.get(address).text


def test_anonymous_reader_sees_nothing(canary):
    assert leaks(Client(), canary) == []
