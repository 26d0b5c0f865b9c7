"""Tagging and assigning a thread, from its page or from the drawer."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from threadsui.models import Tag, User
from threadsui.models.tag import normal_tag_name
from threadsui.queries.threads.thread_page import submission_of, thread_for_page
from threadsui.queries.threads.timeline import count_of
from threadsui.services.errors import ServiceError
from threadsui.services.teamwork.assignment import assign_thread
from threadsui.services.teamwork.tags import tag_thread, untag_thread

from ..pages import render_page, wants_piece
from ..permissions import requires
from ..threads.thread_detail import thread_answer
from ..threads.triage_shown import triage_context

PIECE = "thread-triage"
METHODS = ["GET", "HEAD", "POST"]  # GET is where signing in leads when the session ended before


@require_http_methods(METHODS)
@requires("threadsui.view_thread", "threadsui.triage_thread")
def thread_tag(request, pk):
    thread = _thread(pk)
    if request.method != "POST":
        return redirect(thread)
    typed = request.POST.get("tag", "")
    may_create = request.user.has_perm("threadsui.add_tag")
    try:
        tag = tag_thread(
            thread=thread,
            name=typed,
            actor=request.user,
            may_create=may_create,
            tone=request.POST.get("tone", ""),
        )
    except ServiceError as exc:
        return _refused(request, thread, exc, typed=typed.replace("\x00", ""))
    return _done(request, thread, _("Tagged: %(tag)s") % {"tag": tag}, focus="tag")


@require_http_methods(METHODS)
@requires("threadsui.view_thread", "threadsui.triage_thread")
def thread_untag(request, pk):
    thread = _thread(pk)
    if request.method != "POST":
        return redirect(thread)
    tag = Tag.visible.filter(name=normal_tag_name(request.POST.get("tag", ""))).first()
    if tag is None:
        raise Http404
    untag_thread(thread=thread, tag=tag, actor=request.user)
    return _done(request, thread, _("Tag removed: %(tag)s") % {"tag": tag}, focus="tag")


@require_http_methods(METHODS)
@requires("threadsui.view_thread", "threadsui.triage_thread")
def thread_assign(request, pk):
    """`assignee` is a user name; `unassign`, with any value, makes it nobody's."""
    thread = _thread(pk)
    if request.method != "POST":
        return redirect(thread)
    try:
        person = None if request.POST.get("unassign") else _person(request.POST.get("assignee", ""))
        thread = assign_thread(thread=thread, assignee=person, actor=request.user)
    except ServiceError as exc:
        return _refused(request, thread, exc)
    who = person.display_name if person else _("nobody")
    return _done(request, thread, _("Assigned to %(name)s") % {"name": who}, focus="assignee")


def _person(name):
    name = name.replace("\x00", "").strip()
    if not name:
        raise ServiceError(_("Choose a person. Nothing was assigned."), param="assignee")
    person = User.objects.filter(username=name, is_active=True).first()
    if person is None:
        said = _(
            "Nobody here has this user name any more. Nothing was assigned. Choose another person."
        )
        raise ServiceError(said, param="assignee")
    return person


def _thread(pk):
    thread = thread_for_page(pk)
    if thread is None:
        raise Http404
    return thread


def _done(request, thread, said, *, focus):
    if not wants_piece(request, PIECE):
        flash.success(request, said)
        return redirect(thread)
    return _piece(request, thread, focus=focus, announcement=said)


def _refused(request, thread, exc, *, typed=""):
    shown = {"errors": {exc.param or "tag": exc.message}, "typed": typed, "focus": exc.param}
    if not wants_piece(request, PIECE):
        return thread_answer(request, thread, status=422, triage=shown)
    return _piece(request, thread, status=422, **shown)


def _piece(request, thread, *, status=200, **shown):
    context = {"thread": thread, "is_piece": True, **triage_context(request.user, thread, **shown)}
    shown_on = (request.htmx.current_url or "").partition("?")[0]
    if status == 200 and shown_on.endswith(thread.get_absolute_url()):
        context["timeline_count"] = count_of(thread, submission_of(thread))
    response = render_page(request, "partials/thread_triage.html", context, status=status)
    return trigger_client_event(response, "timeline") if status == 200 else response
