"""One thread: as a page with its tabs, or in the list's drawer."""

from django.http import Http404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from threadsui.forms.reasons import ReasonForm
from threadsui.queries.retention import hold_of
from threadsui.queries.threads import thread_page
from threadsui.queries.threads.notes import note_count
from threadsui.queries.threads.timeline import count_of
from threadsui.services.connections.abilities import deletes_threads

from ..numbers import id_in
from ..pages import render_page, wants_piece
from ..permissions import may_change, requires
from .drift_shown import drift_of
from .notes_shown import drawer_notes_context, notes_context
from .timeline_shown import timeline_context
from .transcript import shown_messages
from .triage_shown import triage_context

TABS = ("transcript", "notes", "metadata", "timeline", "raw")
TAB_LABELS = {
    "transcript": gettext_lazy("Transcript"),
    "notes": gettext_lazy("Notes"),
    "metadata": gettext_lazy("Metadata"),
    "timeline": gettext_lazy("Timeline"),
    "raw": gettext_lazy("Raw"),
}


@require_safe
@requires("threadsui.view_thread")
def thread_detail(request, pk):
    thread = thread_page.thread_for_page(pk)
    if thread is None:
        raise Http404
    if wants_piece(request, "thread-assign"):
        context = triage_context(request.user, thread, opens_assign=True)
        return render_page(request, "partials/assign_form.html", context | {"thread": thread})
    triage = {"opens_assign": True} if request.GET.get("open") == "assign" else None
    return thread_answer(request, thread, triage=triage)


def thread_answer(request, thread, *, tab="", status=200, triage=None, note_form=None, **context):
    """The page of `thread`, its tab, or the drawer, as it was asked for.

    `triage`: what `triage_context` takes after a change that was refused; `note_form`: a note that was.
    """
    context |= {"thread": thread, **allowed(request.user, thread), "drift": drift_of(thread)}
    context["hold"] = hold_of(thread)
    if not wants_piece(request, "thread-tab"):
        context |= triage_context(request.user, thread, **triage or {})
    if wants_piece(request, "drawer"):
        excerpt = thread_page.messages_of(thread, size=thread_page.DRAWER_MESSAGES)
        context |= {"messages_shown": shown_messages(excerpt, thread), "excerpt": excerpt}
        if request.user.has_perm("threadsui.view_note"):
            context |= drawer_notes_context(request, thread)
        return render_page(request, "partials/thread_drawer.html", context)
    context |= _page_context(request, thread, tab or request.GET.get("tab", ""))
    if note_form:
        context["note_form"] = note_form
    return render_page(
        request, "thread_detail.html", context, pieces={"thread-tab": "thread-tab"}, status=status
    )


def allowed(user, thread):
    """What `user` may do with `thread` now. A thread that is deleted or gone is only read."""
    is_there = thread.state == thread.State.CREATED
    may = may_change(user, thread)
    can_delete = (
        is_there
        and not thread.is_held
        and user.has_perm("threadsui.delete_thread")
        and deletes_threads(thread.connection) is not False
    )
    return {
        "can_change": may and is_there,
        "can_refresh": may and not thread.deleted_at and not thread.is_held,
        "can_hold": user.has_perm("threadsui.hold_thread"),
        "can_check": not thread.deleted_at and user.has_perm("threadsui.check_thread"),
        "can_delete": can_delete,
        "delete_form": ReasonForm(auto_id="delete-%s") if can_delete else None,
    }


def _page_context(request, thread, tab):
    tab = tab if tab in _tabs_of(request.user) else TABS[0]
    submission = thread_page.submission_of(thread)
    context = {
        "tab": tab,
        "tab_template": f"threadsui/partials/thread_{tab}.html",
        "tabs": _tabs(tab, thread, submission, _tabs_of(request.user)),
        "submission": submission,
        "can_see_submission": _can_see(request.user, submission),
        "roles": thread_page.roles_of(thread),
        "is_piece": wants_piece(request, "thread-tab"),
    }
    return context | TAB_CONTEXTS[tab](request, thread, submission)


def _transcript(request, thread, submission):
    excerpt = thread_page.messages_of(thread, start=id_in(request.GET, "from") or 0)
    return {"messages_shown": shown_messages(excerpt, thread), "excerpt": excerpt}


def _notes(request, thread, submission):
    return notes_context(request, thread)


def _metadata(request, thread, submission):
    return {}


def _timeline(request, thread, submission):
    base = f"{request.path}?tab=timeline"
    return timeline_context(request, thread, submission, base=base)


def _raw(request, thread, submission):
    chosen = thread_page.call_to_show(thread, id_in(request.GET, "call"))
    return {"calls": thread_page.calls_of(thread), "call": chosen}


TAB_CONTEXTS = dict(zip(TABS, (_transcript, _notes, _metadata, _timeline, _raw), strict=True))


def _tabs_of(user):
    return [name for name in TABS if name != "notes" or user.has_perm("threadsui.view_note")]


def _tabs(current, thread, submission, names):
    counts = {
        "transcript": thread.message_count,
        "notes": note_count(thread) if "notes" in names else 0,
        "metadata": len(thread.metadata),
        "timeline": count_of(thread, submission),
    }
    return [
        {
            "name": name,
            "label": TAB_LABELS[name],
            "href": f"{thread.get_absolute_url()}?tab={name}",
            "count": counts.get(name, ""),
            "is_current": name == current,
        }
        for name in names
    ]


def _can_see(user, submission):
    if submission is None or not user.has_perm("threadsui.view_submission"):
        return False
    return user.has_perm("threadsui.view_any_submission") or submission.actor_id == user.pk
