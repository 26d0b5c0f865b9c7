"""Every function of the services that a person acts by: the event that it writes, or why it writes none.

A new one that is in neither table fails. Each is carried out, and its event has to be the last write of its
transaction: until its end everybody else's events wait.
"""

import importlib
import inspect
import pkgutil
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from tests import factories
from threadsui import services
from threadsui.api import schema
from threadsui.models import AuditEvent, Connection, ListName, Operation, Submission
from threadsui.services.drafts import DraftContent
from threadsui.services.presets import PresetContent
from threadsui.services.saved_views import ViewContent

PEOPLE = {"actor", "owner", "person", "member", "user"}  # the parameters that stand for who acts
BODY = {"messages": [{"role": "user", "content": "Hello"}], "metadata": {"order": "7"}}
HELLO = {"role": "user", "content": "And one more"}
WHY = "Asked for by the customer"


def every_function():
    """{"notes.add_note": function}: the public functions of services/ in which somebody acts."""
    found = {}
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        inside = importlib.import_module(module.name)
        for name, one in vars(inside).items():
            if name.startswith("_") or getattr(one, "__module__", None) != module.name:
                continue
            if inspect.isfunction(one) and PEOPLE & set(inspect.signature(one).parameters):
                short = module.name.removeprefix(f"{services.__name__}.")
                found[f"{short}.{name}"] = one
    return found


FUNCTIONS = every_function()


@pytest.fixture
def stage(sandbox_connection, agent, lead, admin):
    """What there is to act upon, made when it is asked for."""

    def there(thread, metadata):
        from threadsui.services.clients import client_for

        client = client_for(Connection.objects.get(pk=sandbox_connection.pk))
        client.threads.update(thread.remote_id, {"metadata": metadata})

    def drifted():
        thread = factories.created_thread(actor=agent, **BODY)
        there(thread, {"order": "8"})
        FUNCTIONS["drift.check_thread"](thread=thread, actor=lead)
        thread.refresh_from_db()
        return thread

    def held():
        thread = made.thread()
        FUNCTIONS["holds.place_hold"](thread=thread, actor=lead, reason=WHY)
        return thread

    made = SimpleNamespace(agent=agent, lead=lead, admin=admin, connection=sandbox_connection)
    made.thread = lambda: factories.created_thread(actor=agent, **BODY)
    made.drifted = drifted
    made.held = held
    made.unknown = lambda: factories.submission(state="unknown", actor=agent, payload=BODY)
    made.there = there
    return made


def content(text="Hello"):
    return DraftContent(fields={"messages-0-content": [text]}, title=text, message_count=1)


def adopt(s):
    thread = s.thread()
    remote_id = thread.remote_id
    type(thread).objects.filter(pk=thread.pk).update(remote_id="thread_of_another")
    return {"submission": s.unknown(), "remote_id": remote_id, "actor": s.lead}


def untagging(s):
    thread = s.thread()
    FUNCTIONS["tags.tag_thread"](thread=thread, name="vip", actor=s.lead, may_create=True)
    return {"thread": thread, "tag": thread.tags.get(), "actor": s.agent}


# name: (the event's action, its arguments)
WRITES = {
    "access_groups.create_group": (
        "group.created",
        lambda s: {"actor": s.admin, "name": "Legal", "members": [s.agent.pk]},
    ),
    "access_groups.update_group": (
        "group.updated",
        lambda s: {
            "actor": s.admin,
            "group": factories.access_group(),
            "name": "Legal",
            "members": [s.agent.pk],
        },
    ),
    "access_groups.delete_group": (
        "group.deleted",
        lambda s: {"actor": s.admin, "group": factories.access_group()},
    ),
    "access_groups.set_groups_of": (
        "user.updated",
        lambda s: {
            "actor": s.admin,
            "member": s.agent,
            "groups": [factories.access_group().pk],
        },
    ),
    "tag_changes.update_tag": (
        "tag.updated",
        lambda s: {
            "actor": s.lead,
            "tag": factories.tag("late"),
            "name": "later",
            "tone": "",
            "groups": [],
        },
    ),
    "tag_changes.delete_tag": (
        "tag.deleted",
        lambda s: {"actor": s.lead, "tag": factories.tag("late")},
    ),
    "assignment.assign_thread": (
        "thread.assigned",
        lambda s: {"thread": s.thread(), "assignee": s.lead, "actor": s.agent},
    ),
    "adopting.start_adoption": (
        "operation.started",
        lambda s: {"actor": s.agent, "connection": s.connection, "remote_ids": ["thread_1"]},
    ),
    "bulk.start_operation": (
        "operation.started",
        lambda s: {
            "actor": s.agent,
            "kind": Operation.Kind.TAG,
            "parameters": {"tag": "vip"},
            "selection": {"ids": [s.thread().pk]},
            "newest_id": 9_999,
        },
    ),
    "cancelling.cancel_operation": (
        "operation.cancelled",
        lambda s: {"operation": factories.operation(actor=s.agent), "actor": s.lead},
    ),
    "connection_switches.disable_connection": (
        "connection.updated",
        lambda s: {"actor": s.admin, "slug": factories.connection().slug},
    ),
    "connections.add_connection": (
        "connection.created",
        lambda s: {
            "actor": s.admin,
            "slug": "next",
            "name": "Next",
            "base_url": "https://next.example.com/v1",
            "secret": "sk-next",
        },
    ),
    "connections.save_connection": (
        "connection.updated",
        lambda s: {"actor": s.admin, "slug": factories.connection().slug, "secret": "sk-new-1"},
    ),
    "holds.place_hold": (
        "thread.held",
        lambda s: {"thread": s.thread(), "actor": s.lead, "reason": WHY},
    ),
    "holds.lift_hold": (
        "thread.released",
        lambda s: {"thread": s.held(), "actor": s.lead, "reason": WHY},
    ),
    "retention.set_retention_rule": (
        "connection.retention_changed",
        lambda s: {
            "connection": s.connection,
            "days": 90,
            "seen": None,
            "actor": s.admin,
            "reason": WHY,
        },
    ),
    "drift.check_thread": (
        "thread.checked",
        lambda s: {"thread": s.thread(), "actor": s.lead},
    ),
    "exports.audit.start_audit_export": (
        "audit.exported",
        lambda s: {"actor": s.lead, "format_name": "csv", "query": ""},
    ),
    "exports.operations.start_export": (
        "threads.export_started",
        lambda s: {
            "actor": s.lead,
            "parameters": {"format": "csv"},
            "selection": {"criteria": {}},
            "query": "",
        },
    ),
    "exports.records.start_record_export": (
        "submissions.exported",
        lambda s: {
            "actor": s.lead,
            "of": Submission,
            "action": AuditEvent.Action.SUBMISSIONS_EXPORTED,
            "format_name": "csv",
            "query": "",
        },
    ),
    "messages.create_message": (
        "message.created",
        lambda s: {
            "thread": s.thread(),
            "payload": schema.parse(schema.CreateMessage, HELLO),
            "actor": s.agent,
            "token": uuid.uuid4(),
        },
    ),
    "notes.add_note": (
        "note.added",
        lambda s: {"thread": s.thread(), "text": "Called back.", "actor": s.agent},
    ),
    "notes.edit_note": (
        "note.edited",
        lambda s: {"note": factories.note(author=s.agent), "text": "Else", "actor": s.agent},
    ),
    "notes.delete_note": (
        "note.deleted",
        lambda s: {"note": factories.note(author=s.agent), "actor": s.agent, "reason": WHY},
    ),
    "password_links.make_link": (
        "user.link_made",
        lambda s: {"actor": s.admin, "member": s.agent},
    ),
    "people.add_user": (
        "user.created",
        lambda s: {
            "actor": s.admin,
            "username": "ana",
            "role": "agent",
            "password": "a long enough one 7",
        },
    ),
    "people.invite_user": (
        "user.invited",
        lambda s: {"actor": s.admin, "username": "ben", "roles": ["agent"]},
    ),
    "people.update_member": (
        "user.updated",
        lambda s: {
            "actor": s.admin,
            "member": s.agent,
            "name": "",
            "email": "",
            "roles": ["lead"],
        },
    ),
    "people.deactivate_member": (
        "user.deactivated",
        lambda s: {"actor": s.admin, "member": s.agent},
    ),
    "people.activate_member": (
        "user.activated",
        lambda s: {"actor": s.admin, "member": factories.user(is_active=False)},
    ),
    "presets.create_preset": (
        "preset.created",
        lambda s: {
            "actor": s.agent,
            "name": "Refund",
            "is_shared": True,
            "content": PresetContent(content()),
        },
    ),
    "presets.update_preset": (
        "preset.updated",
        lambda s: {
            "preset": factories.preset(owner=s.agent),
            "actor": s.agent,
            "name": "Else",
            "is_shared": True,
        },
    ),
    "presets.replace_preset": (
        "preset.updated",
        lambda s: {
            "preset": factories.preset(owner=s.agent),
            "actor": s.agent,
            "content": PresetContent(content("Else")),
            "version": None,
        },
    ),
    "presets.delete_preset": (
        "preset.deleted",
        lambda s: {
            "preset": factories.preset(owner=s.agent, is_shared=True),
            "actor": s.agent,
            "reason": WHY,
        },
    ),
    "resolutions.adopt_submission": ("thread.adopted", adopt),
    "resolutions.dismiss_submission": (
        "submission.dismissed",
        lambda s: {"submission": s.unknown(), "actor": s.lead, "reason": WHY},
    ),
    "resolutions.open_child": (
        "submission.resent",
        lambda s: {
            "parent": s.unknown(),
            "connection": s.connection,
            "body": "{}",
            "actor": s.lead,
            "token": uuid.uuid4(),
            "source": "form",
            "title": "",
            "reason": WHY,
        },
    ),
    "resolutions.resend_submission": (
        "submission.resent",
        lambda s: {
            "submission": s.unknown(),
            "actor": s.lead,
            "token": uuid.uuid4(),
            "reason": WHY,
        },
    ),
    "reveals.reveal_text": (
        "transcript.revealed",
        lambda s: {"target": s.thread(), "actor": s.lead, "reason": WHY},
    ),
    "saved_views.create_saved_view": (
        "saved_view.created",
        lambda s: {
            "actor": s.agent,
            "list_name": ListName.AUDIT,
            "content": ViewContent(name="Deleted", query="action=thread.deleted"),
        },
    ),
    "saved_views.update_saved_view": (
        "saved_view.updated",
        lambda s: {
            "view": factories.saved_view(owner=s.agent),
            "actor": s.agent,
            "content": ViewContent(name="Else", query="", is_shared=True),
        },
    ),
    "saved_views.delete_saved_view": (
        "saved_view.deleted",
        lambda s: {
            "view": factories.saved_view(owner=s.agent, is_shared=True),
            "actor": s.agent,
            "reason": WHY,
        },
    ),
    "sign_ins.record_new_password": ("user.password_changed", lambda s: {"user": s.agent}),
    "sign_ins.record_sign_in": ("user.signed_in", lambda s: {"user": s.agent}),
    "sign_ins.record_sign_out": ("user.signed_out", lambda s: {"user": s.agent}),
    "snippets.create_snippet": (
        "snippet.created",
        lambda s: {"actor": s.agent, "name": "thanks", "text": "Thanks.", "is_shared": True},
    ),
    "snippets.update_snippet": (
        "snippet.updated",
        lambda s: {
            "snippet": factories.snippet(owner=s.agent),
            "actor": s.agent,
            "name": "else",
            "text": "Else",
            "is_shared": True,
        },
    ),
    "snippets.delete_snippet": (
        "snippet.deleted",
        lambda s: {
            "snippet": factories.snippet(owner=s.agent, is_shared=True),
            "actor": s.agent,
            "reason": WHY,
        },
    ),
    "tags.tag_thread": (
        "thread.tagged",
        lambda s: {"thread": s.thread(), "name": "vip", "actor": s.lead, "may_create": True},
    ),
    "tags.untag_thread": ("thread.untagged", untagging),
    "thread_changes.delete_thread": (
        "thread.deleted",
        lambda s: {"thread": s.thread(), "actor": s.lead, "reason": WHY},
    ),
    "thread_changes.refresh_thread": (
        "thread.refreshed",
        lambda s: {"thread": s.drifted(), "actor": s.lead},
    ),
    "thread_changes.update_thread": (
        "thread.updated",
        lambda s: {
            "thread": s.thread(),
            "actor": s.agent,
            "metadata": {"order": "9"},
            "seen": {"order": "7"},
        },
    ),
    "threads.create_thread": (
        "thread.created",
        lambda s: {
            "connection": s.connection,
            "payload": schema.parse(schema.CreateThread, BODY),
            "actor": s.agent,
            "token": uuid.uuid4(),
        },
    ),
}

PART = "a part of the service that is pressed, which writes the event"
READS = "reads alone"
OWN = "changes what only this person sees: how they want a page, what they have read, what they have not sent"
# name: why it writes no event of its own, or where its event is tested
QUIET = {
    "access_groups.version_of_groups": READS,
    "adopting.adopt_again": "test_adopting.py: start_adoption writes it",
    "adoption_answers.ask_for": READS,
    "bulk_changes.assign_threads": PART,
    "bulk_changes.checked_parameters": READS,
    "bulk_changes.tag_threads": PART,
    "bulk_changes.untag_threads": PART,
    "calls.keep_calls": "writes the call log, which is a record of its own",
    "candidates.find_candidates": READS,
    "comparing.compared": PART,
    "drafts.save_as_new_draft": OWN,
    "drafts.save_draft": OWN,
    "drift.ask": PART,
    "drift.put_ours_back": "test_drift.py",
    "drift.take_theirs": "test_drift.py",
    "drift_records.note_answer": PART,
    "holds.hold_threads": PART,
    "holds.release_threads": PART,
    "key_rotation.rotate_secrets": "test_rotate_secrets.py",
    "presence.check_may_use": PART,
    "tags.made_tag": PART,
    "last_seen.note_seen": OWN,
    "list_display.set_default_view": OWN,
    "list_display.set_list_display": OWN,
    "mentions.read_mentions": OWN,
    "overtaken.write_newest": PART,
    "password_links.check_password_rules": READS,
    "password_links.new_link": PART,
    "password_links.withdraw_link": "test_team.py",
    "people.has_other_admins": READS,
    "people.locked_member": READS,
    "people.named": PART,
    "people.role_names": READS,
    "people.set_roles": PART,
    "people.told": READS,
    "people.version_of": READS,
    "presence.found_gone": PART,
    "probes.probe_connection": "test_probes.py",
    "remote_changes.compare": PART,
    "remote_changes.rename": PART,
    "remote_lists.list_remote_threads": READS,
    "second_factors.record_code_used": "test_team.py",
    "second_factors.record_refused": "test_team.py",
    "second_factors.reset_second_factor": "test_team.py",
    "sessions.end_sessions": PART,
    "shareables.change": PART,
    "shareables.remove": PART,
    "single_sign_on.record_refusal": "test_single_sign_on.py",
    "submissions.open_submission": "the submission is the record; its outcome is the event",
    "thread_calls.fetch": READS,
    "thread_calls.fetched_messages": READS,
    "thread_calls.listed_messages": READS,
    "thread_calls.post": PART,
    "thread_calls.send_delete": PART,
    "thread_changes.send_edit": PART,
    "thread_changes.write_sent": PART,
    "thread_records.write_answer": PART,
    "thread_records.write_refreshed": PART,
    "thread_records.write_refreshed_without_messages": PART,
    "tokens.spend_token": PART,
}
# Where something is written after the event in its transaction, and why that keeps nobody waiting.
NOT_LAST = {}


def test_every_function_in_which_somebody_acts_is_in_one_of_the_tables():
    assert len(FUNCTIONS) > 60
    assert FUNCTIONS.keys() - WRITES.keys() - QUIET.keys() == set()
    assert WRITES.keys() & QUIET.keys() == set()
    assert (WRITES.keys() | QUIET.keys()) - FUNCTIONS.keys() == set()


@pytest.mark.parametrize("name", WRITES)
def test_function_writes_its_event_with_who_acted_and_as_its_last_write(name, stage):
    action, arguments = WRITES[name]
    given = arguments(stage)
    before = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    with CaptureQueriesContext(database) as queries:
        FUNCTIONS[name](**given)

    events = AuditEvent.objects.filter(pk__gt=before, action=action)
    actor = given.get("actor", given.get("user"))
    assert [event.actor for event in events] == [actor]
    assert events[0].reason == given.get("reason", "")
    if name not in NOT_LAST:
        assert written_after(queries) == []


def written_after(queries):
    """The statements between an event and the end of its transaction that write or lock something else."""
    found, is_after = [], False
    for query in queries:
        sql = query["sql"]
        if "threadsui_audit" in sql and sql.startswith(("INSERT", "UPDATE")):
            is_after = True
        elif sql.startswith(("RELEASE SAVEPOINT", "COMMIT", "ROLLBACK")):
            is_after = False
        elif is_after and (sql.startswith(("INSERT", "UPDATE", "DELETE")) or "FOR UPDATE" in sql):
            found.append(sql)
    return found


def test_change_of_what_a_role_may_is_an_event(db):
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.get(name="viewer")

    group.permissions.add(Permission.objects.get(codename="change_any_preset"))
    group.permissions.clear()

    added, cleared = AuditEvent.objects.filter(action="role.updated").order_by("pk")
    assert added.changes == {"permissions": {"old": None, "new": ["change_any_preset"]}}
    assert "view_thread" in cleared.changes["permissions"]["old"]
    assert (added.target_label, added.actor_name) == ("viewer", "system")
