"""The search box above a list, its chips and its filter dialog: three views of one query."""

from dataclasses import replace

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from threadsui.forms.lists.filter_dialog import DIALOGS, connection_names
from threadsui.forms.lists.filters import FORMS
from threadsui.forms.lists.search_fields import SHOWN, text_of
from threadsui.models import ListName
from threadsui.queries.threads.tags import suggested_people, suggested_tags
from threadsui.search import Kind, Match

from ..pages import wants_piece, was_sent_by
from .list_views import VIEW
from .listing import CURSOR, OPEN, shows_fields

TOOLBAR = "list-toolbar"
KEPT = (VIEW, CURSOR, OPEN)
PLACEHOLDERS = {
    ListName.THREADS: _("Search, or narrow by creator:me"),
    ListName.SUBMISSIONS: _("Part of a title, an id, or state:refused"),
    ListName.CALLS: _("Part of a path, an id, or status:4xx"),
    ListName.AUDIT: _("Part of a name or reason, an id, or actor:ana"),
}


def one_query(request, list_name):
    """The address in its one spelling: all that narrows the list is in `q`."""
    text = text_of(request.GET, FORMS[list_name].dialog)
    return _address({name: request.GET.get(name) for name in KEPT} | {"q": text})


def is_form_sent(request, sent):
    """Whether the browser itself sent the form: then its answer is to have the one address, without the fields."""
    return SHOWN in sent and not wants_piece(request)


def searched(request, list_name):
    """(the form of the list's search, what was sent, None); `request.GET` is then the address in its one spelling.

    In the place of None an answer that leads there: to the form that the browser itself sent.
    """
    sent, request.GET = request.GET, one_query(request, list_name)
    answer = None
    if is_form_sent(request, sent):
        answer = redirect(f"{request.path}?{request.GET.urlencode()}")
    return FORMS[list_name](request.GET, reader=request.user), sent, answer


def box_context(request, form, sent):
    """Context of the box for `request.GET`, which is `one_query` of the address that was `sent`."""
    search, name = form.search, form.list_name
    was_typed = was_sent_by(request, TOOLBAR) and sent.get("q", "").strip() == search.text
    return {
        "placeholder": PLACEHOLDERS[name],
        "offers_href": reverse("threadsui:search_completion", args=[name]),
        "help_href": reverse("threadsui:search_help", args=[name]),
        "is_of_parts": name != ListName.THREADS,
        "shown": search.text,
        "chips": list(_chips(request, form, _connections_in(search))),
        "longer": _longer(request, search) if name == ListName.THREADS else None,
        "has_or": _has_or(search),
        "problems": [_problem(request, search, problem) for problem in form.problems],
        # What a person typed stays as it is under their hands; what a chip or the dialog changed is put there.
        "swaps_box": wants_piece(request) and not was_typed,
        **(_dialog(form) if shows_fields(request) else {}),
    }


def _dialog(form):
    """The fields, and what they offer."""
    return {
        "dialog": DIALOGS[form.list_name](form.search),
        "suggested_people": suggested_people(),
        "suggested_tags": suggested_tags() if "tag" in form.dialog.names else [],
    }


def _connections_in(search):
    """Names by slug, of all that there are, if the search says anything of connections."""
    return connection_names() if any(term.key == "connection" for term in search.terms) else {}


def _chips(request, form, connections):
    """Of each term that has a key or a minus; words alone are in the box only."""
    for term in form.search.terms:
        key = form.dialog.vocabulary.get(term.key)
        if term.key or term.is_negated:
            yield {
                "name": term.key,
                "label": key.label if key else gettext("Words"),
                "value": _value(term, key, connections),
                "remove_href": _href(request, form.search.without(term)),
            }


def _longer(request, search):
    """The last bare word, and the address of the search for all words that begin so: words are found whole."""
    words = [term for term in search.terms if not term.key and not term.is_negated]
    if not words or str(words[-1]) != search.text[words[-1].start : words[-1].end]:
        return None
    [value] = words[-1].values
    if value.match is not Match.EXACT or str(value) != value.text:
        return None
    starred = replace(words[-1], values=(replace(value, match=Match.PREFIX),))
    return {"word": value.text, "href": _href(request, search.replacing(words[-1], starred))}


def _has_or(search):
    """Whether an OR stands between others, as search engines have it; here it is a word as any other."""
    inner = search.terms[1:-1]
    return any(not term.key and search.text[term.start : term.end] == "OR" for term in inner)


def _problem(request, search, problem):
    """With a suggestion comes the address of the search that has it in the place of what is wrong."""
    if not problem.suggestion:
        return {"message": problem.message}
    text = search.text[: problem.start] + problem.suggestion + search.text[problem.end :]
    return {
        "message": problem.message,
        "suggestion": problem.suggestion,
        "href": _href(request, text),
    }


def _value(term, key, connections):
    if term.key == "metadata" and term.values[0].match is Match.ANY:
        said = term.name
    else:
        said = gettext(" or ").join(_said(key, value, connections) for value in term.values)
        said = f"{term.name}={said}" if term.name else said
    return gettext("not %(value)s") % {"value": said} if term.is_negated else said


def _said(key, value, connections):
    if value.match is Match.RANGE:
        return _range(*value.text.split("..", 1))
    if key and key.kind is Kind.CONNECTION:
        return connections.get(value.text, value.text)
    if key and value.text.lower() in key.choices:
        return str(key.choices[value.text.lower()])
    return f"{value.text}*" if value.match is Match.PREFIX else value.text


def _range(first, last):
    if not last:
        return gettext("from %(day)s") % {"day": first}
    if not first:
        return gettext("until %(day)s") % {"day": last}
    return f"{first} – {last}"


def _href(request, text):
    """The list with this search, in the same view."""
    address = _address({VIEW: request.GET.get(VIEW), "q": text})
    return f"{request.path}?{address.urlencode()}" if address else request.path


def _address(values):
    made = QueryDict(mutable=True)
    made.update({name: value for name, value in values.items() if value})
    return made
