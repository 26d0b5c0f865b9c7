"""Tags themselves, for leads and admins: listed, renamed, coloured, kept for groups, deleted."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.forms.people.access_groups import TagForm
from threadsui.queries.people import access_groups as queries
from threadsui.services.errors import ServiceError
from threadsui.services.teamwork import tag_changes as services

from ..permissions import requires
from ..searching import search_text

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires("threadsui.change_tag")
def tag_list(request):
    text = search_text(request)
    rows = list(queries.tags_for_list(text=text))
    context = {"tags": rows[: queries.LISTED_MAX], "text": text}
    context["has_more"] = len(rows) > queries.LISTED_MAX
    return render(request, "threadsui/tag_list.html", context)


@require_http_methods(METHODS)
@requires("threadsui.change_tag")
def tag_update(request, pk):
    tag = _tag_or_404(pk)
    numbers = list(tag.groups.values_list("pk", flat=True))
    initial = {"name": tag.name, "tone": tag.tone, "groups": numbers}
    posted = request.POST if request.method == "POST" else None
    form = TagForm(posted, initial=initial, groups=queries.group_choices())
    seen = request.POST.get("version", "")
    version = seen or services.version_of(tag)
    if form.is_valid():
        try:
            services.update_tag(actor=request.user, tag=tag, version=seen, **form.cleaned_data)
        except ServiceError as exc:
            form.add_error(exc.param if exc.param in form.fields else None, exc.message)
        else:
            flash.success(request, _("The tag was changed."))
            return redirect("threadsui:tag_list")
    context = {"form": form, "tag": tag, "version": version}
    status = 422 if form.errors else 200
    return render(request, "threadsui/tag_form.html", context, status=status)


@require_http_methods(METHODS)
@requires("threadsui.change_tag", "threadsui.delete_tag")
def tag_delete(request, pk):
    tag = _tag_or_404(pk)
    error = ""
    if request.method == "POST":
        try:
            services.delete_tag(actor=request.user, tag=tag)
        except ServiceError as exc:
            error = exc.message
        else:
            flash.success(request, _("The tag was deleted."))
            return redirect("threadsui:tag_list")
    status = 422 if error else 200
    return render(request, "threadsui/tag_delete.html", {"tag": tag, "error": error}, status=status)


def _tag_or_404(pk):
    tag = queries.tag_for_page(pk)
    if tag is None:
        raise Http404
    return tag
