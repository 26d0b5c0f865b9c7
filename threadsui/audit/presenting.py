"""Reading audit events: what each kind says to a person, how it looks, and where its subject is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from threadsui.models import AuditEvent, User
from threadsui.words import listed

Action = AuditEvent.Action
ACTIONS = dict(Action.choices)  # get_action_display() would translate all of them, for every row


@dataclass(frozen=True)
class Look:
    """`icon` is a lucide name; `tone` a colour's name or ""; `state` the pill that tells the result."""

    icon: str
    tone: str = ""
    state: str = "done"


LOOKS = {
    Action.THREAD_CREATED: Look("check", "success"),
    Action.THREAD_ADOPTED: Look("check", "success"),
    Action.THREAD_UPDATED: Look("pencil"),
    Action.THREAD_REFRESHED: Look("refresh-cw"),
    Action.THREAD_GONE: Look("circle-slash", "warn", "gone"),
    Action.THREAD_CHECKED: Look("git-compare"),
    Action.THREAD_DRIFT_FOUND: Look("git-compare", "warn", "changed"),
    Action.THREAD_DRIFT_ENDED: Look("git-compare", "success"),
    Action.THREAD_DRIFT_TAKEN: Look("refresh-cw"),
    Action.THREAD_DRIFT_REVERTED: Look("undo-2"),
    Action.THREAD_HELD: Look("lock", "warn", "held"),
    Action.THREAD_RELEASED: Look("lock-open"),
    Action.THREAD_TEXT_REMOVED: Look("eraser", "warn"),
    Action.SUBMISSION_TEXT_REMOVED: Look("eraser", "warn"),
    Action.CONNECTION_TEXT_REMOVED: Look("eraser", "warn"),
    Action.CONNECTION_RETENTION_CHANGED: Look("calendar-clock", "warn"),
    Action.THREAD_DELETED: Look("trash-2", "danger"),
    Action.THREAD_TAGGED: Look("tag"),
    Action.THREAD_UNTAGGED: Look("tag"),
    Action.THREAD_ASSIGNED: Look("user-check"),
    Action.MESSAGE_CREATED: Look("message-square-plus"),
    Action.NOTE_ADDED: Look("sticky-note"),
    Action.NOTE_EDITED: Look("sticky-note"),
    Action.NOTE_DELETED: Look("trash-2"),
    Action.PRESET_CREATED: Look("layout-template"),
    Action.PRESET_UPDATED: Look("layout-template"),
    Action.PRESET_DELETED: Look("trash-2", "danger"),
    Action.SNIPPET_CREATED: Look("text-quote"),
    Action.SNIPPET_UPDATED: Look("text-quote"),
    Action.SNIPPET_DELETED: Look("trash-2", "danger"),
    Action.AUDIT_EXPORTED: Look("download"),
    Action.TRANSCRIPT_REVEALED: Look("eye", "warn"),
    Action.USER_PASSWORD_CHANGED: Look("key-round"),
    Action.ROLE_UPDATED: Look("shield-user"),
    Action.TAG_UPDATED: Look("tag"),
    Action.TAG_DELETED: Look("trash-2", "danger"),
    Action.GROUP_CREATED: Look("users", "success"),
    Action.GROUP_UPDATED: Look("users"),
    Action.GROUP_DELETED: Look("trash-2", "danger"),
    Action.SUBMISSION_REFUSED: Look("x", "danger", "refused"),
    Action.SUBMISSION_UNKNOWN: Look("circle-question-mark", "unknown", "unknown"),
    Action.SUBMISSION_NOT_SENT: Look("unplug", "warn", "not_sent"),
    Action.SAVED_VIEW_CREATED: Look("bookmark"),
    Action.SAVED_VIEW_UPDATED: Look("bookmark"),
    Action.SAVED_VIEW_DELETED: Look("trash-2"),
    Action.OPERATION_STARTED: Look("play"),
    Action.OPERATION_FINISHED: Look("check", "success"),
    Action.OPERATION_FAILED: Look("x", "danger", "stopped"),
    Action.OPERATION_CANCEL_ASKED: Look("ban"),
    Action.OPERATION_CANCELLED: Look("ban", "warn"),
    Action.THREADS_EXPORT_STARTED: Look("download"),
    Action.THREADS_EXPORTED: Look("download"),
    Action.SUBMISSIONS_EXPORTED: Look("download"),
    Action.CALLS_EXPORTED: Look("download"),
    Action.CONNECTION_CREATED: Look("plug"),
    Action.CONNECTION_UPDATED: Look("plug"),
    Action.CONNECTION_TESTED: Look("stethoscope"),
    Action.CONNECTION_REENCRYPTED: Look("key-round"),
    Action.USER_CREATED: Look("user-plus", "success"),
    Action.USER_INVITED: Look("user-plus", "success"),
    Action.USER_UPDATED: Look("user-pen"),
    Action.USER_PASSWORD_CHANGED: Look("key-round"),
    Action.USER_LINK_MADE: Look("link"),
    Action.USER_LINK_WITHDRAWN: Look("unlink"),
    Action.USER_DEACTIVATED: Look("user-x", "danger"),
    Action.USER_ACTIVATED: Look("user-check", "success"),
    Action.USER_SECOND_FACTOR_ADDED: Look("shield-check", "success"),
    Action.USER_SECOND_FACTOR_REMOVED: Look("shield-off", "warn"),
    Action.USER_SECOND_FACTOR_RESET: Look("shield-off", "warn"),
    Action.USER_SECOND_FACTOR_REFUSED: Look("shield-alert", "danger", "refused"),
    Action.USER_RECOVERY_CODES_MADE: Look("shield-plus"),
    Action.USER_RECOVERY_CODE_USED: Look("shield-alert", "warn"),
    Action.USER_SESSIONS_ENDED: Look("log-out"),
    Action.USER_SIGNED_IN: Look("log-in"),
    Action.USER_SIGNED_OUT: Look("log-out"),
    Action.USER_SIGN_IN_REFUSED: Look("shield-alert", "danger", "refused"),
}
PLAIN = Look("activity")

# What an event's target_type is called, and the page that shows one.
TARGETS = {
    "threadsui.thread": (_("Thread"), "threadsui:thread_detail"),
    "threadsui.submission": (_("Submission"), "threadsui:submission_detail"),
    "threadsui.connection": (_("Connection"), "threadsui:connection_detail"),
    "threadsui.user": (_("Person"), "threadsui:member_detail"),
    "threadsui.savedview": (_("View"), "threadsui:saved_view_update"),
    "threadsui.operation": (_("Operation"), "threadsui:operation_detail"),
    "threadsui.auditevent": (_("Audit history"), ""),
    "threadsui.preset": (_("Preset"), ""),
    "threadsui.snippet": (_("Snippet"), ""),
    "threadsui.tag": (_("Tag"), "threadsui:tag_update"),
    "threadsui.accessgroup": (_("Group"), "threadsui:group_update"),
}
# The pages that are not for everybody who reads the history.
NEEDED = {
    "threadsui.user": "threadsui.view_user",
    "threadsui.tag": "threadsui.change_tag",
    "threadsui.accessgroup": "threadsui.view_accessgroup",
    "threadsui.connection": "threadsui.view_connection",
}

# What the parts of a thread are called in a sentence.
FIELDS = {
    "metadata": _("metadata"),
    "title": _("title"),
    "tool_resources": _("tool resources"),
    "state": _("state"),
    "assignee": _("assignee"),
}
# Of those, the console's own; the others are called as the API calls them where its values are shown.
OWN_FIELDS = ("title", "state", "assignee")


def look_of(event: AuditEvent) -> Look:
    return LOOKS.get(event.action, PLAIN)


def sentence(event: AuditEvent) -> str:
    """What happened, to follow a person's name: "changed metadata, 2 changes"."""
    if event.action == Action.THREAD_UPDATED and event.changes:
        number = number_of_changes(event)
        said = ngettext(
            "changed %(fields)s, %(number)s change",
            "changed %(fields)s, %(number)s changes",
            number,
        )
        fields = sorted(str(FIELDS.get(name, name)) for name in event.changes)
        return said % {"fields": listed(fields), "number": number}
    if event.action == Action.USER_SIGN_IN_REFUSED and "username" in event.changes:
        typed = event.changes["username"]["new"]
        return gettext("refused a sign-in as “%(name)s”") % {"name": typed}
    return str(ACTIONS.get(event.action, event.action))


def field_label(name: str) -> str:
    """What stands above a field's values in a diff."""
    return str(FIELDS[name]) if name in OWN_FIELDS else name


def number_of_changes(event: AuditEvent) -> int:
    """How many values differ; a field that holds an object counts for each of its keys that does."""
    changes = event.changes.items()
    return sum(1 if name == "title" else _differences(change) for name, change in changes)


def templates_for(event: AuditEvent) -> list[str]:
    """The template for this kind of event, else that of its subject, else the plain one. For `{% include %}`."""
    names = (event.action, event.action.partition(".")[0], "default")
    return [f"threadsui/audit/{name}.html" for name in names]


def target_kind(event: AuditEvent) -> str:
    """ "Thread", "Submission" …"""
    name = event.target_type.rpartition(".")[2].capitalize()
    return str(TARGETS.get(event.target_type, (name, ""))[0])


def target_label(event: AuditEvent, title: str = "") -> str:
    """What its subject was called. One without a name of its own was kept as "Submission 7" or "Export threads #4".

    `title` is what a thread or a submission is called now: the history keeps no titles.
    """
    if title:
        return title
    if not event.target_id:  # about all records of a kind
        return target_kind(event)
    if not event.target_label:  # masked
        values = {"kind": target_kind(event), "number": event.target_id}
        return gettext("%(kind)s %(number)s") % values
    if event.target_type == "threadsui.operation":
        number = f" #{event.target_id}"
        return gettext(event.target_label.removesuffix(number)) + number
    if event.target_label == f"Submission {event.target_id}":
        return gettext("Submission %(number)s") % {"number": event.target_id}
    return event.target_label


def target_address(event: AuditEvent, user: User | None = None) -> str:
    """The page of the event's subject; empty when it has none, or one that `user` may not open."""
    name = TARGETS.get(event.target_type, ("", ""))[1]
    needed = NEEDED.get(event.target_type)
    if needed and not (user and user.has_perm(needed)):
        return ""
    return reverse(name, args=[event.target_id]) if name and event.target_id.isdigit() else ""


def _differences(change: object) -> int:
    if not isinstance(change, dict):
        return 1
    old, new = change.get("old"), change.get("new")
    if not isinstance(old, dict) or not isinstance(new, dict):
        return 1
    return sum(old.get(key) != new.get(key) for key in old | new)
