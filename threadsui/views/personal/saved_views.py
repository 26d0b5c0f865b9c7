"""Saved views: made from the filters of a list, changed, shared, opened by default, deleted."""

from django.contrib import messages as flash
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.lists.saved_views import SavedViewForm, filters_in
from threadsui.queries.personal.list_display import display_of
from threadsui.queries.personal.saved_views import view_for
from threadsui.services.errors import ServiceError
from threadsui.services.personal.list_display import set_default_view
from threadsui.services.personal.saved_views import (
    ViewContent,
    create_saved_view,
    delete_saved_view,
    update_saved_view,
)
from threadsui.services.personal.shareables import Changed

from ..deleting import is_deleted, reason_form
from ..lists.list_views import ALL, VIEW
from ..lists.names import list_or_404
from ..pages import go_to, render_page
from ..permissions import check

PIECES = {"dialogs": "partials/saved_view_form.html"}


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_create(request, list_name):
    """`?…`: the filters to save, as in the list's address."""
    name = list_or_404(request.user, list_name)
    without = {"use_query", *_not_allowed(request.user)}
    if request.method != "POST":
        initial = {"query": filters_in(name, request.GET)}
        form = SavedViewForm(list_name=name, reader=request.user, without=without, initial=initial)
        return _form_page(request, name, form)
    form = SavedViewForm(request.POST, list_name=name, reader=request.user, without=without)
    if form.is_valid():
        try:
            view = create_saved_view(
                actor=request.user, list_name=name, content=_content(request, name, form)
            )
        except ServiceError as exc:
            form.add_service_error(exc)
        else:
            _make_default(request, name, view, form)
            flash.success(request, _("The view “%(name)s” was saved.") % {"name": view})
            return go_to(request, view)
    return _form_page(request, name, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_update(request, pk):
    """Whoever may not change the view may still choose it as the one that their list opens with."""
    view, name = _view_or_404(request.user, pk)
    may_edit = may_edit_view(request.user, view)
    without = (
        _not_allowed(request.user) if may_edit else set(SavedViewForm.base_fields) - {"is_default"}
    )
    if request.method != "POST":
        form = SavedViewForm(
            list_name=name, reader=request.user, without=without, initial=_initial(request, view)
        )
        return _form_page(request, name, form, view=view)
    form = SavedViewForm(request.POST, list_name=name, reader=request.user, without=without)
    version = request.POST.get("version")
    if form.is_valid():
        try:
            if may_edit:
                content = _content(request, name, form, view)
                view = update_saved_view(
                    view=view, actor=request.user, content=content, version=version
                )
        except ServiceError as exc:
            form.add_service_error(exc)
            version = exc.current.version if isinstance(exc, Changed) else version
        else:
            _make_default(request, name, view, form)
            flash.success(request, _("The view “%(name)s” was saved.") % {"name": view})
            return go_to(request, view)
    return _form_page(request, name, form, view=view, version=version, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_delete(request, pk):
    view, name = _view_or_404(request.user, pk)
    if not may_edit_view(request.user, view):
        check(request.user, "threadsui.change_any_savedview")
    list_href = f"{reverse(name.url_name)}?{VIEW}={ALL}"
    form = reason_form(request, asks=view.is_shared)

    def delete(reason):
        delete_saved_view(view=view, actor=request.user, reason=reason)

    said = _("The view “%(name)s” was deleted.") % {"name": view}
    if is_deleted(request, form, delete, said=said):
        return go_to(request, list_href)
    context = {"view": view, "form": form, "list_href": view.get_absolute_url()}
    status = 422 if form.errors else 200
    return render_page(request, "saved_view_delete.html", context, status=status)


def may_edit_view(user, view):
    """The owner; and of what is shared, those who may change everybody's."""
    if view.owner_id == user.pk:
        return True
    return view.is_shared and user.has_perm("threadsui.change_any_savedview")


def _view_or_404(user, pk):
    view = view_for(user, pk)
    if view is None:
        raise Http404
    return view, list_or_404(user, view.list)


def _not_allowed(user):
    return set() if user.has_perm("threadsui.share_savedview") else {"is_shared"}


def _initial(request, view):
    default = display_of(request.user, list_or_404(request.user, view.list)).default_view
    return {
        "name": view.name,
        "query": filters_in(view.list, request.GET),
        "is_shared": view.is_shared,
        "has_columns": view.hidden_columns is not None,
        "is_default": default == view.pk,
    }


def _content(request, name, form, view=None):
    """What the form says; of a view that exists, its own filters unless the list's are to be taken."""
    given = form.cleaned_data
    takes_query = view is None or given["use_query"]
    return ViewContent(
        name=given["name"],
        query=given["query"] if takes_query else view.query,
        is_shared=given.get("is_shared", view.is_shared if view else False),
        hidden_columns=_columns(request, name, view, takes_query) if given["has_columns"] else None,
    )


def _columns(request, name, view, takes_now):
    """Those hidden now; a view that has its own keeps them until it is saved anew."""
    if view and view.hidden_columns is not None and not takes_now:
        return view.hidden_columns
    return sorted(display_of(request.user, name).hidden)


def _make_default(request, name, view, form):
    default = display_of(request.user, name).default_view
    if form.cleaned_data["is_default"] != (default == view.pk):
        chosen = view if form.cleaned_data["is_default"] else None
        set_default_view(actor=request.user, list_name=name, view=chosen)


def _form_page(request, name, form, *, view=None, version=None, status=200):
    context = {
        "form": form,
        "view": view,
        "version": version or (view.version if view else ""),
        "may_edit": view is None or may_edit_view(request.user, view),
        "list_name": name.value,
        "list_label": name.label,
        "list_href": view.get_absolute_url() if view else reverse(name.url_name),
    }
    return render_page(request, "saved_view_form.html", context, pieces=PIECES, status=status)
