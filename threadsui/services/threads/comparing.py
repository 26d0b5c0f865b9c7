"""What differs between a thread's record and what its server answered. Calls nobody and writes nothing.

Compared are the metadata, the tool resources (by their ids, as servers spell an empty one in several ways) and how
many messages there are: by their ids where the record knows them, else by their number. What a message says cannot be
changed by the API, so nobody reads it for this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from threadsui.api import schema
from threadsui.api.error_bodies import clean
from threadsui.models import Thread, ThreadCheck, User

from .changes import Changes, map_changes
from .merging import IDS_OF, ids_in

State = ThreadCheck.State
REASON_MAX = 500  # characters; it may quote the server


@dataclass(frozen=True, slots=True)
class Answer:
    """What asking a server about a thread came to.

    `thread` is None for one that it does not have, and when it was not reached; then `reason` says why. `messages` is
    None where they were not counted.
    """

    thread: schema.Thread | None = None
    messages: Sequence[schema.Message] | None = None
    reason: str = ""


def compared(
    thread: Thread, answer: Answer, *, actor: User, before: ThreadCheck | None
) -> ThreadCheck:
    """The check that this answer makes, not saved. `before`: the one it replaces.

    A server that was not reached leaves what is known of its differences as it is: an outage proves nothing.
    """
    check = ThreadCheck(thread=thread, checked_by=actor)
    if answer.reason:
        check.state, check.reason = State.UNREACHABLE, clean(answer.reason, REASON_MAX)
        _keep(check, before)
    elif answer.thread is None:
        check.state = State.GONE
    else:
        _compare(check, thread, answer.thread, answer.messages)
    return check


def described(
    answer: schema.Thread, metadata: dict[str, Any], tool_resources: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Metadata and tool resources as the server has them: as given, where its answer does not speak of them."""
    said = answer.model_fields_set
    return (
        answer.metadata if "metadata" in said else metadata,
        answer.tool_resources if "tool_resources" in said else tool_resources,
    )


def differences(thread: Thread, check: ThreadCheck) -> Changes:
    """What the server has else than the record, as an audit event keeps it: old is ours, new is theirs."""
    changes: Changes = {}
    if check.metadata is not None:
        changes |= map_changes("metadata", thread.metadata, check.metadata)
    if check.tool_resources is not None:
        ours, theirs = comparable(thread.tool_resources), comparable(check.tool_resources)
        changes |= map_changes("tool_resources", ours, theirs)
    if check.found_messages:
        found = {"added": check.new_messages, "removed": check.removed_messages}
        changes["messages"] = {
            "old": {},
            "new": {name: count for name, count in found.items() if count},
        }
    return changes


def comparable(tool_resources: Mapping[str, Any]) -> dict[str, Any]:
    """By tool: its ids, of those that the console knows; all that it says, of others. Empty ones are left out."""
    others = {
        tool: value
        for tool, value in tool_resources.items()
        if tool not in IDS_OF and value is not None
    }
    return others | ids_in(tool_resources)


def _keep(check: ThreadCheck, before: ThreadCheck | None) -> None:
    if before is not None:
        check.metadata, check.tool_resources = before.metadata, before.tool_resources
        check.new_messages = before.new_messages
        check.removed_messages = before.removed_messages


def _compare(
    check: ThreadCheck,
    thread: Thread,
    found: schema.Thread,
    messages: Sequence[schema.Message] | None,
) -> None:
    check.metadata, check.tool_resources = described(found, thread.metadata, thread.tool_resources)
    if messages is not None:
        known = list(thread.messages.values_list("remote_id", flat=True))
        check.new_messages, check.removed_messages = _counted(known, [one.id for one in messages])
    check.state = State.CHANGED if differences(thread, check) else State.SAME
    if check.state == State.SAME:
        check.metadata = check.tool_resources = None


def _counted(known: Sequence[str], found: Sequence[str]) -> tuple[int, int]:
    """How many are new there, and how many of ours are not there any more. Ids that we do not know stand for any."""
    ids = {one for one in known if one}
    removed = len(ids - set(found))
    left = len(known) - removed
    return max(0, len(found) - left), removed + max(0, left - len(found))
