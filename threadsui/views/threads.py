"""The list of threads, and one thread as a page or in the list's drawer."""

from dataclasses import replace

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from threadsui.audit import presenting
from threadsui.forms.filters import ThreadFilterForm
from threadsui.queries import thread_page
from threadsui.queries.threads import ThreadFilters, threads_for_list
from threadsui.queries.timeline import count_of, timeline_of
from threadsui.templatetags.threads import duration

from .listing import List, render_list
from .numbers import id_in
from .pages import render_page, wants_piece
from .permissions import may_change, requires
from .rows import thread_rows
from .transcript import shown_messages

THREADS = List("thread_list.html", "thread-table", "recorded_at", ("thread", "threads"))
TABS = ("transcript", "metadata", "timeline", "raw")
ORDINALS = {2: "second", 3: "third"}
SHOW = {"": "Everything", "people": "People", "calls": "API calls"}


@require_safe
@requires("threadsui.view_thread")
def thread_list(request):
    form = ThreadFilterForm(request.GET, reader=request.user)

    def present(threads):
        keys = {key for key, _ in form.cleaned_data.get("metadata") or []}
        return list(thread_rows(threads, fixed_keys=keys))

    filters = ThreadFilters(**form.criteria()) if form.is_valid() else ThreadFilters()
    return render_list(
        request,
        replace(THREADS, field=filters.moment),
        form,
        query=lambda _criteria: threads_for_list(filters),
        present=present,
        context={
            "is_mine": form.data.get("creator") == request.user.username,
        },
    )


@require_safe
@requires("threadsui.view_thread")
def thread_detail(request, pk):
    thread = thread_page.thread_for_page(pk)
    if thread is None:
        raise Http404
    context = {"thread": thread, **allowed(request.user, thread)}
    if wants_piece(request, "drawer"):
        excerpt = thread_page.messages_of(thread, size=thread_page.DRAWER_MESSAGES)
        context |= {"messages_shown": shown_messages(excerpt), "excerpt": excerpt}
        return render_page(request, "partials/thread_drawer.html", context)
    context |= _page_context(request, thread)
    return render_page(request, "thread_detail.html", context, pieces={"thread-tab": "thread-tab"})


def allowed(user, thread):
    """What `user` may do with `thread` now. A thread that is deleted or gone is only read."""
    is_there = thread.state == thread.State.CREATED
    may = may_change(user, thread)
    return {
        "can_change": may and is_there,
        "can_refresh": may and not thread.deleted_at,
        "can_delete": is_there and user.has_perm("threadsui.delete_thread"),
    }


def _page_context(request, thread):
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    submission = thread_page.submission_of(thread)
    context = {
        "tab": tab,
        "tab_template": f"threadsui/partials/thread_{tab}.html",
        "tabs": _tabs(tab, thread, submission),
        "submission": submission,
        "can_see_submission": _can_see(request.user, submission),
        "roles": thread_page.roles_of(thread),
        "is_piece": wants_piece(request, "thread-tab"),
    }
    return context | TAB_CONTEXTS[tab](request, thread, submission)


def _transcript(request, thread, submission):
    excerpt = thread_page.messages_of(thread, start=id_in(request.GET, "from") or 0)
    return {"messages_shown": shown_messages(excerpt), "excerpt": excerpt}


def _metadata(request, thread, submission):
    return {}


def _timeline(request, thread, submission):
    show = request.GET.get("show", "")
    show = show if show in SHOW else ""
    days = timeline_of(thread, submission, show=show)
    made = how_made(submission, days)
    return {
        "days": [_shown_day(day, made) for day in days],
        "shows": [
            {
                "label": label,
                "href": f"{request.path}?tab=timeline" + (f"&show={value}" if value else ""),
                "is_current": value == show,
            }
            for value, label in SHOW.items()
        ],
        "zone": timezone.localtime().strftime("%Z"),
    }


def _raw(request, thread, submission):
    chosen = thread_page.call_to_show(thread, id_in(request.GET, "call"))
    return {"calls": thread_page.calls_of(thread), "call": chosen}


TAB_CONTEXTS = dict(zip(TABS, (_transcript, _metadata, _timeline, _raw), strict=True))


def _tabs(current, thread, submission):
    counts = {
        "transcript": thread.message_count,
        "metadata": len(thread.metadata),
        "timeline": count_of(thread, submission),
    }
    return [
        {
            "label": name.capitalize(),
            "href": f"{thread.get_absolute_url()}?tab={name}",
            "count": counts.get(name, ""),
            "is_current": name == current,
        }
        for name in TABS
    ]


def _shown_day(day, made):
    return {"day": day.day, "items": [_shown_item(item, made) for item in day.items]}


def _shown_item(item, made):
    if item.event is None:
        return {"item": item, "template": f"threadsui/partials/timeline_{item.kind}.html"}
    return {
        "item": item,
        "template": "threadsui/partials/timeline_event.html",
        "event": item.event,
        "look": presenting.look_of(item.event),
        "sentence": presenting.sentence(item.event),
        "evidence": presenting.templates_for(item.event),
        "made": made,
    }


def how_made(submission, days):
    """ "on the second attempt, 2.1 s after pressing Create": what a person waited for."""
    if submission is None or submission.source != submission.Source.FORM:
        return ""
    took = duration((submission.finished_at - submission.created_at).total_seconds() * 1_000)
    sends = [item for day in days for item in day.items if item.kind == "send"]
    made = [item for item in sends if item.attempt.submission_id == submission.pk]
    tries = len(made[0].attempts) if made else 1
    word = ORDINALS.get(tries, f"{tries}th")
    return f"{f'on the {word} attempt, ' if tries > 1 else ''}{took} after pressing Create"


def _can_see(user, submission):
    if submission is None or not user.has_perm("threadsui.view_submission"):
        return False
    return user.has_perm("threadsui.view_any_submission") or submission.actor_id == user.pk
