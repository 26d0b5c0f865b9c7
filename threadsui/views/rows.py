"""Rows for the lists, as plain values: a list of 50 is 70 % template otherwise.

What repeats from row to row (a person, a connection, a pill) is rendered once, and reused for every page.
"""

import functools
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from threadsui.queries import related
from threadsui.queries.tags import tags_of
from threadsui.templatetags.ui import moment
from threadsui.words import number

from .permissions import may_change

CHIPS_MAX = 2


class ConnectionShown(NamedTuple):
    """What a list says of a connection."""

    name: str
    is_sandbox: bool


class Cells:
    """The cells of one page that repeat."""

    def __init__(self):
        self.pill = functools.cache(lambda state: _render("pill", state=state))
        self.status = functools.cache(lambda status: _render("status_code", status=status))
        self.person = functools.cache(_person)
        self.name = functools.cache(lambda name: _render("person", name=name))
        self.connection = functools.cache(_connection)


def thread_rows(threads, *, reader, fixed_keys=()):
    """`reader`: the person whose list it is; `fixed_keys`: the metadata keys that a filter names, which say nothing
    new, so that their chips come last.
    """
    people = related.people(
        pk for thread in threads for pk in (thread.creator_id, thread.assignee_id)
    )
    connections = related.connections(thread.connection_id for thread in threads)
    tags = tags_of(thread.pk for thread in threads)
    cells = Cells()
    base = reverse("threadsui:thread_list")
    for thread in threads:
        pairs = sorted(thread.metadata.items(), key=lambda pair: pair[0] in fixed_keys)
        yield {
            "pk": thread.pk,
            "href": f"{base}{thread.pk}/",
            "edit_href": _edit_href(reader, thread),
            "title": thread.title or _untitled(thread),
            "remote_id": thread.remote_id,
            "is_adopted": thread.adopted_at is not None,
            "connection": cells.connection(connections[thread.connection_id]),
            "person": cells.person(people.get(thread.creator_id)),
            "assignee": cells.person(people[thread.assignee_id]) if thread.assignee_id else "",
            "tags": tags[thread.pk][:CHIPS_MAX],
            "more_tags": max(0, len(tags[thread.pk]) - CHIPS_MAX),
            "messages": thread.message_count,
            "pairs": pairs[:CHIPS_MAX],
            "more": max(0, len(pairs) - CHIPS_MAX),
            "more_than_one": max(0, len(pairs) - 1),  # beside a drawer only one is shown
            "pill": cells.pill(thread.shown_state),
            "created": moment(thread.recorded_at),
        }


def submission_rows(submissions):
    people = related.people(submission.actor_id for submission in submissions)
    connections = related.connections(submission.connection_id for submission in submissions)
    cells = Cells()
    base = reverse("threadsui:submission_list")
    for submission in submissions:
        yield {
            "href": f"{base}{submission.pk}/",
            "title": str(submission),
            "is_untitled": not submission.title,
            "number": submission.pk,
            "connection": cells.connection(connections[submission.connection_id]),
            "person": cells.person(people.get(submission.actor_id)),
            "source": submission.get_source_display(),
            "pill": cells.pill("unknown" if submission.is_overdue else submission.state),
            "resolution": submission.get_resolution_display(),
            "status": cells.status(submission.error_status) if submission.error_status else "",
            "request_id": submission.request_id,
            "created": moment(submission.created_at),
        }


def call_rows(calls):
    people = related.people(call.actor_id for call in calls)
    connections = related.connections(call.connection_id for call in calls)
    cells = Cells()
    base = reverse("threadsui:call_list")
    for call in calls:
        yield {
            "href": f"{base}{call.pk}/",
            "method": call.method,
            "path": call.path,
            "status": cells.status(call.status),
            "attempt": call.attempt,
            "duration": _("%(number)s ms") % {"number": number(call.duration_ms)},
            "connection": cells.connection(connections[call.connection_id]),
            "person": cells.person(people.get(call.actor_id)),
            "said": call.request_id or call.error,
            "started": moment(call.started_at),
        }


def _untitled(thread):
    return _("Text removed") if thread.text_removed_at else thread.remote_id


def _edit_href(reader, thread):
    """Where `reader` changes the thread, "" if they may not: for the key `e`."""
    if thread.state != thread.State.CREATED or not may_change(reader, thread):
        return ""
    return reverse("threadsui:thread_update", args=[thread.pk])


def _render(name, /, **context):
    return _rendered(name, get_language(), tuple(context.items()))


@functools.lru_cache(maxsize=4_096)
def _rendered(name, language, context):
    """A component says the same whenever it is given the same, in the same language."""
    return render_to_string(f"components/{name}.html", dict(context))


def _person(person):
    if person is None:
        return _render("person", name="")
    return _render("person", name=person.display_name, initials=person.initials)


def _connection(connection):
    shown = ConnectionShown(connection.name, connection.is_sandbox)
    return _render("connection", connection=shown)
