"""Every function of the services that writes an event: which one, and what it is called with."""

import uuid

from tests import factories
from threadsui.api import schema
from threadsui.models import AuditEvent, ListName, Operation, Submission
from threadsui.services.personal.drafts import DraftContent
from threadsui.services.personal.presets import PresetContent
from threadsui.services.personal.saved_views import ViewContent
from threadsui.services.teamwork.tags import tag_thread

from .stage import BODY, WHY

HELLO = {"role": "user", "content": "And one more"}


def content(text="Hello"):
    return DraftContent(fields={"messages-0-content": [text]}, title=text, message_count=1)


def adopt(s):
    thread = s.thread()
    remote_id = thread.remote_id
    type(thread).objects.filter(pk=thread.pk).update(remote_id="thread_of_another")
    return {"submission": s.unknown(), "remote_id": remote_id, "actor": s.lead}


def untagging(s):
    thread = s.thread()
    tag_thread(thread=thread, name="vip", actor=s.lead, may_create=True)
    return {"thread": thread, "tag": thread.tags.get(), "actor": s.agent}


# name: (the event's action, its arguments)
WRITES = {
    "people.access_groups.create_group": (
        "group.created",
        lambda s: {"actor": s.admin, "name": "Legal", "members": [s.agent.pk]},
    ),
    "people.access_groups.update_group": (
        "group.updated",
        lambda s: {
            "actor": s.admin,
            "group": factories.access_group(),
            "name": "Legal",
            "members": [s.agent.pk],
        },
    ),
    "people.access_groups.delete_group": (
        "group.deleted",
        lambda s: {"actor": s.admin, "group": factories.access_group()},
    ),
    "people.access_groups.set_groups_of": (
        "user.updated",
        lambda s: {
            "actor": s.admin,
            "member": s.agent,
            "groups": [factories.access_group().pk],
        },
    ),
    "teamwork.tag_changes.update_tag": (
        "tag.updated",
        lambda s: {
            "actor": s.lead,
            "tag": factories.tag("late"),
            "name": "later",
            "tone": "",
            "groups": [],
        },
    ),
    "teamwork.tag_changes.delete_tag": (
        "tag.deleted",
        lambda s: {"actor": s.lead, "tag": factories.tag("late")},
    ),
    "teamwork.assignment.assign_thread": (
        "thread.assigned",
        lambda s: {"thread": s.thread(), "assignee": s.lead, "actor": s.agent},
    ),
    "bulk.adopting.start_adoption": (
        "operation.started",
        lambda s: {"actor": s.agent, "connection": s.connection, "remote_ids": ["thread_1"]},
    ),
    "bulk.steps.start_operation": (
        "operation.started",
        lambda s: {
            "actor": s.agent,
            "kind": Operation.Kind.TAG,
            "parameters": {"tag": "vip"},
            "selection": {"ids": [s.thread().pk]},
            "newest_id": 9_999,
        },
    ),
    "bulk.cancelling.cancel_operation": (
        "operation.cancelled",
        lambda s: {"operation": factories.operation(actor=s.agent), "actor": s.lead},
    ),
    "connections.switches.disable_connection": (
        "connection.updated",
        lambda s: {"actor": s.admin, "slug": factories.connection().slug},
    ),
    "connections.saving.add_connection": (
        "connection.created",
        lambda s: {
            "actor": s.admin,
            "slug": "next",
            "name": "Next",
            "base_url": "https://next.example.com/v1",
            "secret": "sk-next",
        },
    ),
    "connections.saving.save_connection": (
        "connection.updated",
        lambda s: {"actor": s.admin, "slug": factories.connection().slug, "secret": "sk-new-1"},
    ),
    "threads.holds.place_hold": (
        "thread.held",
        lambda s: {"thread": s.thread(), "actor": s.lead, "reason": WHY},
    ),
    "threads.holds.lift_hold": (
        "thread.released",
        lambda s: {"thread": s.held(), "actor": s.lead, "reason": WHY},
    ),
    "safekeeping.retention.set_retention_rule": (
        "connection.retention_changed",
        lambda s: {
            "connection": s.connection,
            "days": 90,
            "seen": None,
            "actor": s.admin,
            "reason": WHY,
        },
    ),
    "threads.drift.check_thread": (
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
    "threads.messages.create_message": (
        "message.created",
        lambda s: {
            "thread": s.thread(),
            "payload": schema.parse(schema.CreateMessage, HELLO),
            "actor": s.agent,
            "token": uuid.uuid4(),
        },
    ),
    "teamwork.notes.add_note": (
        "note.added",
        lambda s: {"thread": s.thread(), "text": "Called back.", "actor": s.agent},
    ),
    "teamwork.notes.edit_note": (
        "note.edited",
        lambda s: {"note": factories.note(author=s.agent), "text": "Else", "actor": s.agent},
    ),
    "teamwork.notes.delete_note": (
        "note.deleted",
        lambda s: {"note": factories.note(author=s.agent), "actor": s.agent, "reason": WHY},
    ),
    "people.password_links.make_link": (
        "user.link_made",
        lambda s: {"actor": s.admin, "member": s.agent},
    ),
    "people.members.add_user": (
        "user.created",
        lambda s: {
            "actor": s.admin,
            "username": "ana",
            "role": "agent",
            "password": "a long enough one 7",
        },
    ),
    "people.members.invite_user": (
        "user.invited",
        lambda s: {"actor": s.admin, "username": "ben", "roles": ["agent"]},
    ),
    "people.members.update_member": (
        "user.updated",
        lambda s: {
            "actor": s.admin,
            "member": s.agent,
            "name": "",
            "email": "",
            "roles": ["lead"],
        },
    ),
    "people.members.deactivate_member": (
        "user.deactivated",
        lambda s: {"actor": s.admin, "member": s.agent},
    ),
    "people.members.activate_member": (
        "user.activated",
        lambda s: {"actor": s.admin, "member": factories.user(is_active=False)},
    ),
    "personal.presets.create_preset": (
        "preset.created",
        lambda s: {
            "actor": s.agent,
            "name": "Refund",
            "is_shared": True,
            "content": PresetContent(content()),
        },
    ),
    "personal.presets.update_preset": (
        "preset.updated",
        lambda s: {
            "preset": factories.preset(owner=s.agent),
            "actor": s.agent,
            "name": "Else",
            "is_shared": True,
        },
    ),
    "personal.presets.replace_preset": (
        "preset.updated",
        lambda s: {
            "preset": factories.preset(owner=s.agent),
            "actor": s.agent,
            "content": PresetContent(content("Else")),
            "version": None,
        },
    ),
    "personal.presets.delete_preset": (
        "preset.deleted",
        lambda s: {
            "preset": factories.preset(owner=s.agent, is_shared=True),
            "actor": s.agent,
            "reason": WHY,
        },
    ),
    "creating.resolutions.adopt_submission": ("thread.adopted", adopt),
    "creating.resolutions.dismiss_submission": (
        "submission.dismissed",
        lambda s: {"submission": s.unknown(), "actor": s.lead, "reason": WHY},
    ),
    "creating.resolutions.open_child": (
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
    "creating.resolutions.resend_submission": (
        "submission.resent",
        lambda s: {
            "submission": s.unknown(),
            "actor": s.lead,
            "token": uuid.uuid4(),
            "reason": WHY,
        },
    ),
    "safekeeping.reveals.reveal_text": (
        "transcript.revealed",
        lambda s: {"target": s.thread(), "actor": s.lead, "reason": WHY},
    ),
    "personal.saved_views.create_saved_view": (
        "saved_view.created",
        lambda s: {
            "actor": s.agent,
            "list_name": ListName.AUDIT,
            "content": ViewContent(name="Deleted", query="action=thread.deleted"),
        },
    ),
    "personal.saved_views.update_saved_view": (
        "saved_view.updated",
        lambda s: {
            "view": factories.saved_view(owner=s.agent),
            "actor": s.agent,
            "content": ViewContent(name="Else", query="", is_shared=True),
        },
    ),
    "personal.saved_views.delete_saved_view": (
        "saved_view.deleted",
        lambda s: {
            "view": factories.saved_view(owner=s.agent, is_shared=True),
            "actor": s.agent,
            "reason": WHY,
        },
    ),
    "people.sign_ins.record_new_password": ("user.password_changed", lambda s: {"user": s.agent}),
    "people.sign_ins.record_sign_in": ("user.signed_in", lambda s: {"user": s.agent}),
    "people.sign_ins.record_sign_out": ("user.signed_out", lambda s: {"user": s.agent}),
    "personal.snippets.create_snippet": (
        "snippet.created",
        lambda s: {"actor": s.agent, "name": "thanks", "text": "Thanks.", "is_shared": True},
    ),
    "personal.snippets.update_snippet": (
        "snippet.updated",
        lambda s: {
            "snippet": factories.snippet(owner=s.agent),
            "actor": s.agent,
            "name": "else",
            "text": "Else",
            "is_shared": True,
        },
    ),
    "personal.snippets.delete_snippet": (
        "snippet.deleted",
        lambda s: {
            "snippet": factories.snippet(owner=s.agent, is_shared=True),
            "actor": s.agent,
            "reason": WHY,
        },
    ),
    "teamwork.tags.tag_thread": (
        "thread.tagged",
        lambda s: {"thread": s.thread(), "name": "vip", "actor": s.lead, "may_create": True},
    ),
    "teamwork.tags.untag_thread": ("thread.untagged", untagging),
    "threads.thread_changes.delete_thread": (
        "thread.deleted",
        lambda s: {"thread": s.thread(), "actor": s.lead, "reason": WHY},
    ),
    "threads.thread_changes.refresh_thread": (
        "thread.refreshed",
        lambda s: {"thread": s.drifted(), "actor": s.lead},
    ),
    "threads.thread_changes.update_thread": (
        "thread.updated",
        lambda s: {
            "thread": s.thread(),
            "actor": s.agent,
            "metadata": {"order": "9"},
            "seen": {"order": "7"},
        },
    ),
    "creating.threads.create_thread": (
        "thread.created",
        lambda s: {
            "connection": s.connection,
            "payload": schema.parse(schema.CreateThread, BODY),
            "actor": s.agent,
            "token": uuid.uuid4(),
        },
    ),
}
