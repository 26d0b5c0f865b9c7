"""The search box above the list of threads, its chips and its filter dialog: three views of one query."""

from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from threadsui.forms.filter_dialog import FilterDialog, connection_names
from threadsui.forms.search_fields import SHOWN, text_of
from threadsui.queries.tags import suggested_people, suggested_tags
from threadsui.search import THREADS, Kind, Match

from .list_views import VIEW
from .listing import CURSOR, OPEN, shows_fields
from .pages import wants_piece, was_sent_by

TOOLBAR = "list-toolbar"
KEPT = (VIEW, CURSOR, OPEN)


def one_query(request):
    """The address in its one spelling: all that narrows the list is in `q`."""
    return _address({name: request.GET.get(name) for name in KEPT} | {"q": text_of(request.GET)})


def is_form_sent(request, sent):
    """Whether the browser itself sent the form: then its answer is to have the one address, without the fields."""
    return SHOWN in sent and not wants_piece(request)


def box_context(request, form, sent):
    """Context of the box for `request.GET`, which is `one_query` of the address that was `sent`."""
    search = form.search
    was_typed = was_sent_by(request, TOOLBAR) and sent.get("q", "").strip() == search.text
    return {
        "completes": True,
        "placeholder": _("Search, or narrow by creator:me"),
        "shown": search.text,
        "chips": list(_chips(request, search, _connections_in(search))),
        "longer": _longer(request, search),
        "has_or": _has_or(search),
        "problems": [_problem(request, search, problem) for problem in form.problems],
        # What a person typed stays as it is under their hands; what a chip or the dialog changed is put there.
        "swaps_box": wants_piece(request) and not was_typed,
        **(_dialog(search) if shows_fields(request) else {}),
    }


def _dialog(search):
    """The fields, and what they offer."""
    return {
        "dialog": FilterDialog(search),
        "suggested_people": suggested_people(),
        "suggested_tags": suggested_tags(),
    }


def _connections_in(search):
    """Names by slug, of all that there are, if the search says anything of connections."""
    return connection_names() if any(term.key == "connection" for term in search.terms) else {}


def _chips(request, search, connections):
    """Of each term that has a key or a minus; words alone are in the box only."""
    for term in search.terms:
        if term.key or term.is_negated:
            yield {
                "name": term.key,
                "label": _label(term),
                "value": _value(term, connections),
                "remove_href": _href(request, search.without(term)),
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


def _label(term):
    key = THREADS.get(term.key)
    return key.label if key else _("Words")


def _value(term, connections):
    if term.key == "metadata" and term.values[0].match is Match.ANY:
        said = term.name
    else:
        said = _(" or ").join(_said(term.key, value, connections) for value in term.values)
        said = f"{term.name}={said}" if term.name else said
    return _("not %(value)s") % {"value": said} if term.is_negated else said


def _said(name, value, connections):
    key = THREADS.get(name)
    if value.match is Match.RANGE:
        return _range(*value.text.split("..", 1))
    if key and key.kind is Kind.CONNECTION:
        return connections.get(value.text, value.text)
    if key and value.text.lower() in key.choices:
        return str(key.choices[value.text.lower()])
    return f"{value.text}*" if value.match is Match.PREFIX else value.text


def _range(first, last):
    if not last:
        return _("from %(day)s") % {"day": first}
    if not first:
        return _("until %(day)s") % {"day": last}
    return f"{first} – {last}"


def _href(request, text):
    """The list with this search, in the same view."""
    address = _address({VIEW: request.GET.get(VIEW), "q": text})
    return f"{request.path}?{address.urlencode()}" if address else request.path


def _address(values):
    made = QueryDict(mutable=True)
    made.update({name: value for name, value in values.items() if value})
    return made
