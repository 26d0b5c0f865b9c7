"""The composer's page: its form with the connections that may be used, drawn as it was typed."""

import uuid

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from threadsui.forms.composer.places import focus_on_first, problems
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.models import Connection
from threadsui.models.visibility import hidden_now

from ..pages import render_page
from .corrections import correction_shown, posted_parent
from .drafts import draft_context
from .folding import keep_open
from .openings import CONNECTION_GONE
from .preset_menu import preset_menu
from .request_shown import request_shown

FIRST_ROWS = {"messages": [{"role": "user"}], "metadata": [{}]}


def composer_form(data=None, *, initial=None):
    """The composer's form, with the connections that may be used."""
    connections = list(Connection.visible.active().order_by("name", "pk"))
    default = next((item for item in connections if item.is_default), None)
    if default is None and (len(connections) == 1 or (connections and hidden_now().connections)):
        default = connections[0]  # the default one may be kept for others
    form = ComposerForm(
        data,
        initial=initial,
        connections=[(item.slug, _name(item)) for item in connections],
        default_connection=default.slug if default else "",
    )
    form.known_connections = {item.slug: item for item in connections}
    return form


def _name(connection):
    marked = connection.is_sandbox and "sandbox" not in connection.name.lower()
    return _("%(name)s (Sandbox)") % {"name": connection.name} if marked else connection.name


def draw(
    request,
    form,
    *,
    token=None,
    status=200,
    draft=None,
    parent=None,
    preset=None,
    drafted=None,
    **context,
):
    """The composer's page, or the form alone for htmx; with a fresh token unless one is given.

    `drafted` is what `draft_context` has to say of it, where that is not what was posted.
    """
    if form.is_bound:
        keep_open(request, [message.initial for message in form.messages.forms])
    context |= {"form": form, "token": token or uuid.uuid4(), **request_shown(request, form)}
    context |= drafted or draft_context(request, draft)
    context |= preset_menu(request, preset)
    parent = parent or posted_parent(request)
    context |= correction_shown(request, parent, context["preview"].body)
    return render_page(
        request, "thread_create.html", context, pieces={"composer": "composer"}, status=status
    )


def open_composer(request, opened):
    """The composer's page for an Opening."""
    if opened.redirect:
        return redirect(opened.redirect)
    kept = composer_form(opened.posted) if opened.posted is not None else None
    if kept and kept.row_error:
        kept.is_valid()
        return draw(request, kept, draft=opened.draft, status=422, problems=problems(kept))
    form = composer_form(initial=kept.values() if kept else opened.values or FIRST_ROWS)
    if kept and form.initial.get("connection", "") not in {"", *form.known_connections}:
        form.initial["connection"] = ""
        notice = {"tone": "warn", "title": _("Nothing has been sent."), "text": CONNECTION_GONE}
        opened.notices.append(notice)
    if opened.is_blank:
        form.messages.forms[0].focus = "content"
    return draw(
        request,
        form,
        draft=opened.draft,
        parent=opened.parent,
        preset=opened.preset,
        notices=opened.notices,
        saves_at_once=opened.saves_at_once,
        status=opened.status,
    )


def draw_problems(request, form):
    """The form as it was posted, with everything that is wrong in it; the first place has the focus."""
    found = problems(form)
    focus_on_first(found)
    token = None if "token" in form.errors else form["token"].value()
    return draw(request, form, token=token, status=422, problems=found)
