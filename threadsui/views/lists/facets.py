"""The metadata of a list's threads as a vocabulary: keys, the values of one, and renaming them."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.forms.lists.renames import RenameForm
from threadsui.forms.lists.search_fields import text_of
from threadsui.models import Operation
from threadsui.queries.search.facets import key_facets, rename_preview, value_facets
from threadsui.queries.threads.selections import newest_thread_id
from threadsui.search import Match, Term, Value, parse
from threadsui.services.bulk.remote_steps import minutes_for
from threadsui.services.bulk.steps import start_operation
from threadsui.services.errors import ServiceError
from threadsui.tasks import run_operation
from threadsui.words import number

from ..bulk.selections import Selection
from ..pages import render_page
from ..permissions import requires

Kind = Operation.Kind
PIECES = {"drawer": "partials/facets.html"}
KEY = "facet"  # in an address: the key whose values are shown


@require_safe
@requires("threadsui.view_thread")
def thread_facets(request):
    selection = Selection(request, takes_filters=True)
    key = request.GET.get(KEY, "")
    context = {"selection": selection, "key": key, "can_rename": _can_rename(request.user)}
    if not selection.is_valid:
        return render_page(request, "thread_facets.html", context, pieces=PIECES, status=422)
    context |= _shown(request, selection, key)
    return render_page(request, "thread_facets.html", context, pieces=PIECES)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.rename_metadata")
def metadata_rename(request):
    """GET asks for the new name, and says what it would change; POST starts it."""
    form = RenameForm(request.POST if request.method == "POST" else request.GET or None)
    context = {"form": form, "list_href": reverse("threadsui:thread_list")}
    if not form.is_usable:
        return render_page(request, "metadata_rename.html", context, status=422)
    selection = _having(request, form)
    context |= {"selection": selection, "list_href": selection.list_href, **form.names}
    if not (form.is_bound and selection.is_valid and form.is_valid()):
        status = 200 if selection.is_valid and not form.is_bound else 422
        return render_page(request, "metadata_rename.html", context, status=status)
    if request.method == "POST":
        try:
            return redirect(_start(request, form, selection))
        except ServiceError as exc:
            form.add_error("to", exc.message)
            return render_page(request, "metadata_rename.html", context, status=422)
    return render_page(request, "metadata_rename.html", context | _preview(form, selection))


def with_pair(query, key, value=None):
    """The filters of an address, and one more: has this key, or this pair."""
    search = parse(text_of(QueryDict(query)))
    found = Value("", Match.ANY) if value is None else Value(value)
    term = Term("metadata", (found,), name=key)
    return urlencode({"q": search.text if term in search.terms else search.with_term(term)})


def _shown(request, selection, key):
    find = value_facets if key else key_facets
    arguments = [key] if key else []
    found = find(selection.threads, *arguments, field=selection.field)
    here, base = reverse("threadsui:thread_facets"), reverse("threadsui:thread_list")
    query, sign = selection.query, "" if found.is_all else "+"
    rows = []
    for facet in found.facets:
        pair = (key, facet.text) if key else (facet.text,)
        names = dict(zip(("key", "value"), pair, strict=False))
        rows.append(
            {
                "text": facet.text,
                "count": f"{number(facet.count)}{sign}",
                "href": f"{base}?{with_pair(query, *pair)}",
                "values_href": "" if key else f"{here}?{_joined(query, **{KEY: facet.text})}",
                "rename_href": _rename_href(query, names),
            }
        )
    return {
        "rows": rows,
        "has_more": found.has_more,
        "is_all": found.is_all,
        "sampled": number(found.threads),
        "keys_href": f"{here}?{query}",
        "has_key_href": f"{base}?{with_pair(query, key)}",
        "rename_key_href": _rename_href(query, {"key": key}),
    }


def _having(request, form):
    """Of the threads that the filters leave, those that have what is renamed."""
    data = QueryDict(mutable=True)
    query = with_pair(form.names["query"], form.names["key"], form.names.get("value"))
    data.update({"all": "1", "query": query})
    return Selection(request, data=data)


def _preview(form, selection):
    new_key = "" if "value" in form.names else form.cleaned_data["to"]
    preview = rename_preview(selection.threads, field=selection.field, new_key=new_key)
    more = "" if preview.is_all else "+"
    return {
        "preview": preview,
        "renamed": f"{number(preview.renamed)}{more}",
        "left": _left(preview),
        "minutes": minutes_for(preview.renamed),
    }


def _left(preview):
    """A sentence for each reason why threads stay as they are."""
    already, gone = preview.already, preview.gone
    deleted, off = preview.deleted, preview.switched_off
    said = (
        (
            already,
            ngettext(
                "%(number)s already has the new key, and keeps both as they are.",
                "%(number)s already have the new key, and keep both as they are.",
                already,
            ),
        ),
        (
            gone,
            ngettext(
                "%(number)s is gone from its server, and stays as it is.",
                "%(number)s are gone from their server, and stay as they are.",
                gone,
            ),
        ),
        (
            deleted,
            ngettext(
                "%(number)s was deleted, and stays as it is.",
                "%(number)s were deleted, and stay as they are.",
                deleted,
            ),
        ),
        (
            off,
            ngettext(
                "%(number)s belongs to a connection that is switched off, and stays as it is.",
                "%(number)s belong to a connection that is switched off, and stay as they are.",
                off,
            ),
        ),
    )
    return [sentence % {"number": number(count)} for count, sentence in said if count]


def _start(request, form, selection):
    is_value = "value" in form.names
    kind = Kind.RENAME_VALUE if is_value else Kind.RENAME_KEY
    parameters = {"key": form.names["key"], "to": form.cleaned_data["to"]}
    if is_value:
        parameters["value"] = form.names["value"]
    operation = start_operation(
        actor=request.user,
        kind=kind,
        parameters=parameters,
        selection=selection.stored,
        newest_id=newest_thread_id(),
        query=selection.query,
    )
    run_operation.enqueue(operation.pk)
    return operation


def _can_rename(user):
    return user.has_perm("threadsui.rename_metadata")


def _rename_href(query, names):
    return f"{reverse('threadsui:metadata_rename')}?{urlencode({**names, 'query': query})}"


def _joined(query, **more):
    return "&".join(part for part in (query, urlencode(more)) if part)
