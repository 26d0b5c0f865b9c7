"""Connections and tags that are kept for a group: nobody else finds a word of them, or touches them."""

import json
import uuid

import pytest
from django.urls import reverse

from tests import factories
from tests.views.test_masking import addresses, seen
from threadsui.api import schema
from threadsui.models import AuditEvent, Draft, Mention, Operation, Submission, Thread
from threadsui.queries.selections import threads_of
from threadsui.services import bulk
from threadsui.services.access_groups import update_group
from threadsui.services.errors import ServiceError
from threadsui.services.threads import create_thread

WORD = "canary4711"
TEXT = f"A pelican and a {WORD} sang"
BODY = {"messages": [{"role": "user", "content": TEXT}], "metadata": {WORD: WORD, "order": "7"}}
QUERIES = [{}, {"q": "pelican"}, {"state": "unknown"}, {"metadata": "order=7"}, {"q": "-tag:none7"}]
TARGETS = ("drawer", "dialogs", "overview-poll", "palette", "thread-table", "audit-table")


@pytest.fixture
def group(db):
    return factories.access_group("Legal")


@pytest.fixture
def kept(group):
    """A connection that is kept for the group; its name and slug have the word."""
    connection = factories.connection(WORD, name=f"The {WORD}")
    connection.groups.add(group)
    return connection


@pytest.fixture
def secret(group):
    return factories.tag(f"{WORD}-tag", groups=[group])


def everything(connection, tag, *, reader):
    """Every kind of record of a thread on the connection, and of one with the tag, each with the word."""
    ana = factories.user("admin", "ana")
    records = {}
    for of in ({"connection": connection}, {}):
        thread = factories.thread(
            creator=ana, title=TEXT, messages=[TEXT], metadata=BODY["metadata"], **of
        )
        if not of:
            factories.tag_on(thread, tag)
        made = factories.submission(actor=ana, thread=thread, title=TEXT, payload=BODY, **of)
        call = factories.call(
            thread=thread, submission=made, response_body=f'{{"a": "{TEXT}"}}', **of
        )
        note = factories.note(of=thread, author=ana, text=f"{TEXT} @{reader.username}")
        Mention.objects.get_or_create(note=note, person=reader)  # of when they saw it
        event = factories.event("thread.updated", target=thread, target_label=TEXT)
        records |= {"thread": thread, "message": thread, "note_create": thread, "made": made}
        records |= {"made_call": call, "call": call, "note": note, "audit": event}
    unknown = factories.submission(
        state="unknown", actor=ana, title=TEXT, payload=BODY, connection=connection
    )
    factories.event("connection.updated", target=connection, target_label=connection.name)
    factories.event("tag.updated", target=tag, target_label=tag.name)
    query = f"q=connection:{WORD}"
    operation = factories.operation(actor=ana, query=query, parameters={"tag": tag.name})
    told = {"does": {"old": None, "new": operation.parameters}, "to": {"old": None, "new": query}}
    factories.event("operation.started", actor=ana, target=operation, changes=told)
    view = factories.saved_view(owner=ana, name=f"All of {WORD}", query=query, is_shared=True)
    factories.event("saved_view.created", actor=ana, target=view, target_label=view.name)
    factories.preset(owner=ana, name="A start", is_shared=True, connection=WORD)
    draft = factories.draft(owner=reader)
    Draft.objects.filter(pk=draft.pk).update(connection=connection)
    open_thread = factories.thread(title="For all")
    made = factories.submission(actor=reader, thread=open_thread, title="For all")
    factories.call(thread=open_thread, submission=made)
    changes = {"tag": {"old": None, "new": tag.name}}
    factories.event("thread.tagged", actor=ana, target=open_thread, changes=changes)
    return records | {
        "submission": unknown,
        "operation": operation,
        "saved": view,
        "draft": draft,
        "connection": connection,
        "tag": tag,
    }


def leaks(client, records, *, queries=QUERIES, targets=TARGETS):
    asked = []
    for name, address in addresses(records):
        if name.startswith(("account", "mfa", "usersessions", "single", "sandbox")):
            continue
        for how, text in seen(client, address, queries=queries, targets=targets):
            if WORD in text.replace(records["connection"].get_absolute_url(), ""):
                asked.append(how)
    for text in (
        "",
        "canar",
        "metadata.canar",
        "metadata.order:",
        "connection:can",
        "tag:can",
        "tag:",
    ):
        found = client.get("/threads/completion/", {"q": text}).text
        if WORD in found:
            asked.append(("completion", text))
    return asked


@pytest.mark.parametrize(
    "role, queries, targets", [("lead", QUERIES, TARGETS), ("agent", QUERIES[:1], TARGETS[:1])]
)
def test_no_page_fragment_or_list_has_a_word_of_what_is_kept_for_others(
    kept, secret, client_of, role, queries, targets
):
    reader = factories.user(role)
    records = everything(kept, secret, reader=reader)

    assert leaks(client_of(reader), records, queries=queries, targets=targets) == []


def test_same_walk_finds_the_word_for_a_lead_of_the_group(kept, secret, group, lead, client_of):
    """So the walk above would see it."""
    group.members.add(lead)
    records = everything(kept, secret, reader=lead)

    asked = leaks(client_of(lead), records, queries=QUERIES[:1], targets=())

    found = {how[0] for how in asked}
    for record in ("thread", "submission", "call", "audit", "connection", "tag", "made"):
        assert records[record].get_absolute_url() in found if record != "tag" else True
    for name in (
        "overview",
        "thread_list",
        "submission_list",
        "call_list",
        "audit_list",
        "tag_list",
    ):
        assert reverse(f"threadsui:{name}") in found
    assert ("completion", "connection:can") in asked
    assert ("completion", "metadata.canar") in asked


@pytest.mark.parametrize("address", ["threads", "submissions", "calls", "audit"])
def test_exports_of_a_lead_leave_out_what_is_kept_for_others(
    kept, secret, lead, client_of, address
):
    everything(kept, secret, reader=lead)
    press = {"all": "1", "confirmed": "1", "format": "jsonl"}

    exported = client_of(lead).post(f"/{address}/export/", press).getvalue().decode()

    assert len(exported.splitlines()) >= 1
    assert WORD not in exported


def test_composer_offers_what_one_may_use_and_begins_with_the_first_of_these(
    group, kept, agent, client_of
):
    sandbox = factories.sandbox()
    sandbox.groups.add(group)
    factories.connection("open", name="Open")
    assert sandbox.is_default

    page = client_of(agent).get("/threads/new/").text

    assert '<option value="open" selected>Open</option>' in page
    assert WORD not in page
    assert 'value="sandbox"' not in page


def test_post_link_draft_and_preset_that_name_a_connection_of_others_say_it_is_not_there(
    kept, agent, client_of
):
    client = client_of(agent)
    posted = {"connection": WORD, "token": uuid.uuid4(), "messages-TOTAL_FORMS": "0"}
    owner = factories.user("admin")
    preset = factories.preset(owner=owner, is_shared=True, connection=WORD)
    draft = factories.draft(owner=agent)
    form = json.dumps(draft.fields | {"connection": [WORD]})
    Draft.objects.filter(pk=draft.pk).update(connection=kept, form=form)

    refused = client.post("/threads/new/", posted)
    link = client.get("/threads/new/", {"connection": WORD}).text
    opened = client.get(draft.get_absolute_url()).text
    filled = client.get(preset.get_absolute_url()).text

    assert refused.status_code == 422
    assert "This connection is not there, or is switched off." in refused.text
    assert "It names a connection that is not there" in link
    for page in (opened, filled):
        assert "Its connection is not there, or is switched off." in page
        assert f"The {WORD}" not in page
    assert not Submission.objects.exists()


def test_service_refuses_a_connection_of_others_and_sends_nothing(kept, agent, admin):
    payload = schema.parse(schema.CreateThread, {})

    with pytest.raises(ServiceError) as refused:
        create_thread(connection=kept, payload=payload, actor=agent, token=uuid.uuid4())

    assert refused.value.param == "connection"
    assert not Submission.objects.exists()


def test_unknown_outcome_of_a_connection_that_is_kept_by_now_is_counted_and_resent_by_nobody_else(
    kept, agent, group, client_of
):
    unknown = factories.submission(state="unknown", actor=agent, connection=kept)
    client = client_of(agent)
    assert client.get("/submissions/").context["open_unknown_count"] == 0
    assert client.get(unknown.get_absolute_url()).status_code == 404

    group.members.add(agent)

    assert client_of(agent).get("/submissions/").context["open_unknown_count"] == 1


def test_composer_copies_and_corrects_nothing_that_is_kept_for_others(kept, lead, client_of):
    thread = factories.thread(connection=kept)
    refused = factories.submission(state="refused", connection=kept, actor=lead)
    client = client_of(lead)

    for query in ({"clone": thread.pk}, {"submission": refused.pk}):
        assert client.get("/threads/new/", query).status_code == 404


def test_submission_names_no_attempt_on_a_connection_of_others(kept, lead, client_of):
    parent = factories.submission(state="refused", connection=kept, title=TEXT)
    middle = factories.submission(state="refused", parent=parent, title="In between")
    factories.submission(state="refused", connection=kept, parent=middle, title=TEXT)

    page = client_of(lead).get(middle.get_absolute_url()).text

    assert "In between" in page
    assert WORD not in page


def test_bulk_operation_leaves_alone_what_goes_out_of_sight_between_press_and_step(
    group, agent, admin, kept
):
    group.members.add(agent)
    ours = [factories.thread(connection=kept) for _ in range(2)]
    open_thread = factories.thread()
    operation = bulk.start_operation(
        actor=agent,
        kind=Operation.Kind.TAG,
        parameters={"tag": "vip"},
        selection={"ids": [one.pk for one in (*ours, open_thread)]},
        newest_id=open_thread.pk,
    )
    threads = threads_of(operation)
    update_group(actor=admin, group=group, name="Legal", members=[])

    operation = bulk.run_step(operation=operation, threads=threads)

    assert operation.state == Operation.State.DONE
    assert set(Thread.objects.filter(tags__name="vip")) == {open_thread}
    assert operation.changed_count == 1


def test_ticked_rows_that_are_kept_for_others_are_not_touched(kept, secret, agent, client_of):
    hidden = [factories.thread(connection=kept), factories.thread()]
    factories.tag_on(hidden[1], secret)
    seen_one = factories.thread()
    press = {"confirmed": "1", "tag": "vip", "ids": [one.pk for one in (*hidden, seen_one)]}

    client_of(agent).post("/threads/bulk/tag/", press)
    client_of(agent).post("/threads/bulk/tag/", press | {"tag": "all", "all": "1", "query": ""})

    assert set(Thread.objects.filter(tags__name="vip")) == {seen_one}
    assert set(Thread.objects.filter(tags__name="all")) == {seen_one}


def test_thread_is_given_only_to_people_who_see_it(kept, group, agent, lead, admin, client_of):
    group.members.add(lead)
    thread = factories.thread(connection=kept)
    client = client_of(lead)

    page = client.get(thread.get_absolute_url(), {"open": "assign"}).text
    refused = client.post(f"{thread.get_absolute_url()}assign/", {"assignee": agent.username})

    assert f'<option value="{agent.username}"' not in page
    assert f'<option value="{admin.username}"' in page
    assert refused.status_code == 422
    assert "does not see this thread. Nothing was assigned." in refused.text
    client.post(f"{thread.get_absolute_url()}assign/", {"assignee": admin.username})
    thread.refresh_from_db()
    assert thread.assignee == admin


def test_many_threads_are_given_as_far_as_the_person_sees_them(kept, agent, admin, client_of):
    hidden, open_thread = factories.thread(connection=kept), factories.thread()
    press = {"confirmed": "1", "assignee": agent.username, "ids": [hidden.pk, open_thread.pk]}

    client_of(admin).post("/threads/bulk/assign/", press)

    assert set(Thread.objects.filter(assignee=agent)) == {open_thread}


def test_note_tells_only_people_who_see_the_thread_and_says_who_was_not_told(
    kept, group, agent, lead, admin, client_of
):
    group.members.add(lead)
    thread = factories.thread(connection=kept)
    text = {"text": f"@{agent.username} @{admin.username} look"}

    page = client_of(lead).post(f"{thread.get_absolute_url()}notes/new/", text, follow=True).text

    assert [mention.person for mention in Mention.objects.all()] == [admin]
    assert f"@{agent.username} does not see this thread, and was not told." in page


def test_mention_of_a_thread_that_went_out_of_sight_is_neither_counted_nor_listed(
    kept, group, agent, client_of
):
    group.members.add(agent)
    factories.note(of=factories.thread(connection=kept, title=TEXT), text=f"@{agent.username}")
    assert client_of(agent).get("/mentions/").context["unread_mention_count"] == 1

    group.members.clear()

    page = client_of(agent).get("/mentions/")
    assert page.context["unread_mention_count"] == 0
    assert WORD not in page.text


def test_tag_of_others_can_neither_be_put_on_nor_taken_off_nor_searched_for(
    secret, agent, client_of
):
    thread = factories.thread()
    client = client_of(agent)

    refused = client.post(f"{thread.get_absolute_url()}tags/", {"tag": secret.name})
    removed = client.post(f"{thread.get_absolute_url()}tags/remove/", {"tag": secret.name})
    searched = client.get("/threads/", {"q": f"tag:{secret.name}"})
    many = client.post(
        "/threads/bulk/tag/", {"confirmed": "1", "tag": secret.name, "ids": [thread.pk]}
    )

    assert (refused.status_code, removed.status_code, many.status_code) == (422, 404, 422)
    assert "is kept for a group that you are not in" in refused.text
    assert searched.context["filter_form"].errors if "filter_form" in searched.context else True
    assert searched.context["rows"] == []
    assert not thread.thread_tags.exists()


def test_view_that_names_what_is_kept_for_others_is_no_tab_of_theirs(kept, secret, lead, client_of):
    owner = factories.user("admin")
    for query in (f"q=tag:{secret.name}", f"connection={WORD}", f"q=pelican -connection:{WORD}"):
        factories.saved_view(owner=owner, name=f"Of {query}"[:50], query=query, is_shared=True)
    mine = factories.saved_view(owner=lead, name="Mine", query=f"q=tag:{secret.name}")

    tabs = [tab["label"] for tab in client_of(lead).get("/threads/").context["saved_tabs"]]
    listed = client_of(lead).get("/views/threads/").text

    assert tabs == ["Mine"]
    assert "Of q=" not in listed
    assert "Of connection" not in listed
    assert client_of(lead).get(f"/views/{mine.pk}/").status_code == 200


def test_history_of_a_lead_has_nothing_of_what_others_did_to_many(kept, lead, admin, client_of):
    operation = factories.operation(actor=admin)
    own = factories.operation(actor=lead)
    for one in (operation, own):
        factories.event("operation.started", actor=one.actor, target=one)

    told = {event.target_id for event in AuditEvent.objects.visible_to(lead)}

    assert told == {str(own.pk)}
    assert client_of(lead).get(own.get_absolute_url()).status_code == 200
