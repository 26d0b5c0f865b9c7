"""Snippets: listed, added, changed, deleted; and found by what is typed after `::` in a message."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.forms.drafts.snippets import SnippetForm
from threadsui.queries.paging.pagination import InvalidCursor
from threadsui.queries.personal import snippets as queries
from threadsui.services.errors import ServiceError
from threadsui.services.personal import snippets as services
from threadsui.services.personal.shareables import Changed

from ..composer.keeping import silent_when_signed_out
from ..deleting import is_deleted, reason_form
from ..permissions import check_may_change_snippet, may_change_snippet, requires
from ..searching import page_not_found, pager_of, search_text


@require_safe
@requires("threadsui.add_thread")
def snippet_list(request):
    text = search_text(request)
    cursor = request.GET.get("cursor", "")
    try:
        page = queries.snippet_page(request.user, text=text, cursor=cursor)
    except InvalidCursor:
        return page_not_found(request)
    for snippet in page.rows:
        snippet.may_be_changed = may_change_snippet(request.user, snippet)
    context = {"snippets": page.rows, "text": text} | pager_of(page, q=text)
    return render(request, "threadsui/snippet_list.html", context)


@silent_when_signed_out
@requires("threadsui.add_thread")
@require_safe
def snippet_search(request):
    """The options of the list that a message opens."""
    found = queries.find_snippets(request.user, search_text(request))
    return render(request, "threadsui/composer/snippet_options.html", {"snippets": found})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def snippet_create(request):
    form = SnippetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.create_snippet(actor=request.user, **form.cleaned_data)
        except ServiceError as exc:
            form.add_error(exc.param or None, exc.message)
        else:
            flash.success(request, _("The snippet was added."))
            return redirect("threadsui:snippet_list")
    return _draw(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def snippet_update(request, pk):
    snippet = _changeable(request, pk)
    initial = {name: getattr(snippet, name) for name in ("name", "text", "is_shared")}
    form = SnippetForm(request.POST if request.method == "POST" else None, initial=initial)
    version, current = request.POST.get("version"), None
    if request.method == "POST" and form.is_valid():
        try:
            services.update_snippet(
                snippet=snippet, actor=request.user, version=version, **form.cleaned_data
            )
        except Changed as exc:
            current = exc.current
            form.add_error(None, exc.message)
        except ServiceError as exc:
            form.add_error(exc.param or None, exc.message)
        else:
            flash.success(request, _("The snippet was changed."))
            return redirect("threadsui:snippet_list")
    seen = current.version if current else version or snippet.version
    return _draw(request, form, snippet, version=seen, current=current)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def snippet_delete(request, pk):
    snippet = _changeable(request, pk)
    form = reason_form(request, asks=snippet.is_shared)

    def delete(reason):
        services.delete_snippet(snippet=snippet, actor=request.user, reason=reason)

    if is_deleted(request, form, delete, said=_("The snippet was deleted.")):
        return redirect("threadsui:snippet_list")
    context = {"snippet": snippet, "form": form}
    status = 422 if form.errors else 200
    return render(request, "threadsui/snippet_delete.html", context, status=status)


def _draw(request, form, snippet=None, **context):
    context |= {"form": form, "snippet": snippet}
    status = 422 if form.errors else 200
    return render(request, "threadsui/snippet_form.html", context, status=status)


def _changeable(request, pk):
    snippet = queries.snippet_for(request.user, pk)
    if snippet is None:
        raise Http404
    check_may_change_snippet(request.user, snippet)
    return snippet
