"""Records that are kept for a group: which address is of one, and such a record of each kind."""

from tests import factories

# Every address with the number of a record: which record stands for one that is kept for a group. An address of a
# record that is not of a thread, a connection or a tag has nothing that could be kept: it says why.
OWNERS = "only its owner's"
SHARED = "whoever it is shared with: what it names that is kept for others is left out"
OF_ADMINS = "only for admins, who see everything"
FOREIGN = dict.fromkeys(
    [
        "thread_detail",
        "thread_update",
        "thread_refresh",
        "thread_check",
        "thread_drift_take",
        "thread_drift_revert",
        "thread_delete",
        "thread_reveal",
        "thread_hold",
        "thread_release",
        "message_create",
        "thread_tag",
        "thread_untag",
        "thread_assign",
        "note_create",
        "thread_people",
    ],
    "thread",
)
FOREIGN |= dict.fromkeys(["note_update", "note_delete"], "note")
FOREIGN |= dict.fromkeys(["operation_detail", "operation_cancel"], "operation")
FOREIGN |= dict.fromkeys(["saved_view_update", "saved_view_delete"], "view")
FOREIGN |= dict.fromkeys(
    [
        "submission_detail",
        "submission_reveal",
        "submission_candidates",
        "submission_adopt",
        "submission_resend",
        "submission_dismiss",
    ],
    "submission",
)
FOREIGN |= dict.fromkeys(["call_detail", "call_reveal"], "call")
FOREIGN |= dict.fromkeys(
    [
        "connection_detail",
        "connection_update",
        "connection_test",
        "connection_disable",
        "connection_enable",
        "connection_default",
        "connection_retention",
    ],
    "connection",
)
FOREIGN |= {"audit_detail": "event", "tag_update": "tag", "tag_delete": "tag"}
FOREIGN |= {"draft_discard": OWNERS}
FOREIGN |= dict.fromkeys(
    [
        "preset_update",
        "preset_replace",
        "preset_apply",
        "preset_delete",
        "snippet_update",
        "snippet_delete",
    ],
    SHARED,
)
FOREIGN |= dict.fromkeys(
    [
        "group_update",
        "group_delete",
        "member_groups",
        "member_detail",
        "member_update",
        "member_deactivate",
        "member_activate",
        "member_link",
        "member_link_withdraw",
        "member_second_factor_reset",
    ],
    OF_ADMINS,
)
KEPT = sorted(name for name, record in FOREIGN.items() if record not in {OWNERS, SHARED, OF_ADMINS})


def kept_for(group, *, by):
    """A record of each kind that only `group`, and who sees everything, can see: `by` its connection, or its tag."""
    connection = factories.connection(f"kept-{by}")
    connection.groups.add(group)
    of = {"connection": connection} if by == "connection" else {}
    thread = factories.thread(**of)
    tag = factories.tag(f"kept-by-{by}", thread, groups=[group])
    unknown = factories.submission(state="unknown", **of)
    made = factories.submission(thread=thread, connection=thread.connection)
    name = f"connection={connection.slug}" if by == "connection" else f"q=-tag:{tag.name}"
    return {
        "thread": thread,
        "note": factories.note(of=thread),
        "operation": factories.operation(),
        "view": factories.saved_view(is_shared=True, query=name),
        "submission": unknown if by == "connection" else made,
        "call": factories.call(thread=thread, connection=thread.connection),
        "connection": connection,
        "event": factories.event(target=thread),
        "tag": tag,
    }
