"""Rows for the lists, as plain values: a list of 50 is 70 % template otherwise.

What repeats from row to row (a person, a connection, a pill) is rendered once, and reused for every page.
"""

import functools
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from threadsui.models import Submission
from threadsui.moments import Moments
from threadsui.queries.paging import related
from threadsui.queries.threads.tags import tags_of
from threadsui.templatetags.stencils import stencil_of
from threadsui.words import number

from ..permissions import may_change

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
        self.more = functools.cache(_more)
        self.moment = Moments().drawn
        self.chip = stencil_of("components/row_chip.html")

    def tags(self, tags):
        """The first ones, and how many others there are."""
        shown = tuple((tag.name, tag.tone) for tag in tags[:CHIPS_MAX])
        return _render("row_tags", tags=shown, more=self.more(len(tags))) if tags else ""

    def pairs(self, pairs):
        chips = [self.chip.filled({"key": key, "value": value}) for key, value in pairs[:CHIPS_MAX]]
        # Beside a drawer only one is shown.
        return SafeString("".join([*chips, self.more(len(pairs))]))


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
    base, edit = reverse("threadsui:thread_list"), reverse("threadsui:thread_update", args=[0])
    adopted = f" · {_('adopted')}"
    for thread in threads:
        pairs = sorted(thread.metadata.items(), key=lambda pair: pair[0] in fixed_keys)
        yield {
            "pk": thread.pk,
            "href": f"{base}{thread.pk}/",
            "edit_href": edit.replace("/0/", f"/{thread.pk}/") if _may_edit(reader, thread) else "",
            "title": thread.title or _untitled(thread),
            "remote_id": thread.remote_id,
            "adopted": adopted if thread.adopted_at else "",
            "connection": cells.connection(connections[thread.connection_id]),
            "person": cells.person(people.get(thread.creator_id)),
            "assignee": cells.person(people[thread.assignee_id]) if thread.assignee_id else "",
            "tags": cells.tags(tags[thread.pk]),
            "messages": thread.message_count,
            "pairs": cells.pairs(pairs),
            "pill": cells.pill(thread.shown_state),
            "created": cells.moment(thread.recorded_at),
        }


def submission_rows(submissions):
    people = related.people(submission.actor_id for submission in submissions)
    connections = related.connections(submission.connection_id for submission in submissions)
    cells = Cells()
    base = reverse("threadsui:submission_list")
    sources, resolutions = _labels(Submission.Source), _labels(Submission.Resolution)
    for submission in submissions:
        yield {
            "href": f"{base}{submission.pk}/",
            "title": str(submission),
            "tone": "" if submission.title else " subtle",
            "number": submission.pk,
            "connection": cells.connection(connections[submission.connection_id]),
            "person": cells.person(people.get(submission.actor_id)),
            "source": sources.get(submission.source, submission.source),
            "pill": cells.pill("unknown" if submission.is_overdue else submission.state),
            "resolution": _resolution(resolutions.get(submission.resolution)),
            "status": cells.status(submission.error_status) if submission.error_status else "",
            "request_id": f" · {submission.request_id}" if submission.request_id else "",
            "created": cells.moment(submission.created_at),
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
            "attempt": _attempt(call),
            "duration": _("%(number)s ms") % {"number": number(call.duration_ms)},
            "connection": cells.connection(connections[call.connection_id]),
            "person": cells.person(people.get(call.actor_id)),
            "said": call.request_id or call.error,
            "started": cells.moment(call.started_at),
        }


def _more(count):
    more, more_than_one = max(0, count - CHIPS_MAX), max(0, count - 1)
    return _render("row_more", more=more, more_than_one=more_than_one)


def _labels(choices):
    """In the reader's language, once for a page: Django's own looks all of them up for each row."""
    return {value: str(label) for value, label in choices.choices}


def _resolution(said):
    return _render("row_resolution", resolution=said) if said else ""


def _attempt(call):
    if call.attempt < 2:
        return ""
    return SafeString(f" {_render('row_attempt', number=call.attempt)}")


def _untitled(thread):
    return _("Text removed") if thread.text_removed_at else thread.remote_id


def _may_edit(reader, thread):
    return thread.state == thread.State.CREATED and may_change(reader, thread)


def _render(name, /, **context):
    return _rendered(name, get_language(), tuple(context.items()))


@functools.lru_cache(maxsize=4_096)
def _rendered(name, language, context):
    """A component says the same whenever it is given the same, in the same language."""
    return SafeString(render_to_string(f"components/{name}.html", dict(context)).strip())


def _person(person):
    if person is None:
        return _render("person", name="")
    return _render("person", name=person.display_name, initials=person.initials)


def _connection(connection):
    shown = ConnectionShown(connection.name, connection.is_sandbox)
    return _render("connection", connection=shown)
