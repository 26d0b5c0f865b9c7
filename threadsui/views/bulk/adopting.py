"""Adopting threads that were created elsewhere: ids that a person has, or those that the server lists."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.forms.adopting import REMOTE_ID, AdoptForm
from threadsui.models import Connection, Operation
from threadsui.queries.history.adoptions import OUT_OF_SIGHT, known_threads
from threadsui.queries.history.operations import operation_for
from threadsui.services.bulk.adopting import adopt_again, start_adoption
from threadsui.services.calling.remote_lists import NotListed, list_remote_threads, lists_threads
from threadsui.services.errors import ServiceError
from threadsui.tasks import run_operation

from ..numbers import id_in
from ..pages import render_page
from ..permissions import requires

PAIRS_MAX = 3
VALUE_MAX = 512  # characters of what a server may send without end


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def thread_adopt(request):
    """GET asks for ids; POST starts, with them or with those of the operation `again` that were not reached."""
    connections = _connections()
    if "again" in request.POST:
        return _again(request)
    form = _form(request, connections)
    if form.is_bound and form.is_valid():
        connection = next(one for one in connections if one.slug == form.cleaned_data["connection"])
        try:
            operation = start_adoption(
                actor=request.user,
                connection=connection,
                remote_ids=form.remote_ids,
                repeated=form.repeated,
            )
        except ServiceError as exc:
            form.add_error(exc.param if exc.param in form.fields else None, exc.message)
        else:
            return _run(operation)
    return _page(request, form, connections)


@require_safe
@requires("threadsui.add_thread")
def thread_adopt_list(request):
    """A page of what the server lists, newest first, to tick; `q` leaves those of the page that have it."""
    slug = request.GET.get("connection", "")
    connection = next((one for one in _connections() if one.slug == slug), None)
    if connection is None:
        raise Http404
    after, text = request.GET.get("after", ""), request.GET.get("q", "").strip()
    context = {"connection": connection, "text": text, "after": after, "error": ""}
    if after and not REMOTE_ID.fullmatch(after):
        after = context["after"] = ""
    try:
        listed = list_remote_threads(connection=connection, actor=request.user, after=after)
    except ServiceError as exc:
        context |= {"error": exc.message, "is_none": isinstance(exc, NotListed)}
        return render_page(request, "thread_adopt_list.html", context)
    context |= {
        "first_href": list_href(connection),
        "clear_href": list_href(connection, **({"after": after} if after else {})),
    }
    context |= _listed(connection, listed, text)
    return render_page(request, "thread_adopt_list.html", context)


def _connections():
    return list(Connection.visible.active().order_by("-is_default", "name", "pk"))


def _form(request, connections):
    data = request.POST if request.method == "POST" else None
    chosen = request.GET.get("connection", "")
    slugs = [one.slug for one in connections]
    initial = {"connection": chosen if chosen in slugs else next(iter(slugs), "")}
    return AdoptForm(
        data, connections=[(one.slug, one.name) for one in connections], initial=initial
    )


def _page(request, form, connections):
    context = {
        "form": form,
        "listing": [
            {"connection": one, "href": list_href(one), "is_tested": lists_threads(one) is True}
            for one in connections
            if lists_threads(one) is not False
        ],
        "has_connections": bool(connections),
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "thread_adopt.html", context, status=status)


def _again(request):
    operation = operation_for(request.user, id_in(request.POST, "again") or 0)
    if operation is None or operation.kind != Operation.Kind.ADOPT:
        raise Http404
    try:
        return _run(adopt_again(operation=operation, actor=request.user))
    except ServiceError as exc:
        connections = _connections()
        form = AdoptForm({}, connections=[(one.slug, one.name) for one in connections])
        form.errors.clear()
        form.add_error(None, exc.message)
        return _page(request, form, connections)


def _run(operation):
    run_operation.enqueue(operation.pk)
    return redirect(operation)


def list_href(connection, **more):
    query = urlencode({"connection": connection.slug, **more})
    return f"{reverse('threadsui:thread_adopt_list')}?{query}"


def _listed(connection, listed, text):
    known = known_threads(connection, [one.id for one in listed.threads])
    in_sight = [one for one in listed.threads if known.get(one.id) != OUT_OF_SIGHT]
    shown = [one for one in in_sight if _has(one, text)]
    return {
        "rows": [_row(one, known) for one in shown],
        "total": len(in_sight),
        "left_out": listed.left_out,
        "next_href": list_href(connection, after=listed.next_after) if listed.next_after else "",
        "has_new": any(one.id not in known for one in shown),
        "said": _said(len(shown), len(in_sight), text),
    }


def _said(shown, total, text):
    if text:
        return _("%(shown)s of the %(total)s on this page") % {"shown": shown, "total": total}
    said = ngettext("%(total)s thread, newest first", "%(total)s threads, newest first", total)
    return said % {"total": total}


def _has(thread, text):
    wanted = text.casefold()
    pairs = (f"{key}={value}" for key, value in thread.metadata.items())
    return any(wanted in one.casefold() for one in (thread.id, *pairs))


def _row(thread, known):
    pairs = [(key[:VALUE_MAX], str(value)[:VALUE_MAX]) for key, value in thread.metadata.items()]
    pk = known.get(thread.id)
    return {
        "id": thread.id,
        "created": thread.created_at,
        "pairs": pairs[:PAIRS_MAX],
        "more": max(0, len(pairs) - PAIRS_MAX),
        "is_known": pk is not None,
        "href": reverse("threadsui:thread_detail", args=[pk]) if pk is not None else "",
    }
