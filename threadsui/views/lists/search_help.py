"""What one can write into the search box, in examples that are links; a page, or a dialog of the list."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from threadsui.models import ListName
from threadsui.queries.search import completion as queries
from threadsui.search import THREADS, Match, Term, Value

from ..pages import render_page
from . import search_examples
from .names import list_or_404

PIECES = {"dialogs": "partials/search_help_dialog.html"}


@require_safe
def search_help(request, list_name):
    name = list_or_404(request.user, list_name)
    list_href = reverse(name.url_name)
    groups = [
        (title, [_row(list_href, *row) for row in rows])
        for title, rows in (_groups() if name == ListName.THREADS else search_examples.of(name))
    ]
    context = {
        "groups": groups,
        "list_href": list_href,
        "list_label": name.label,
        "is_of_threads": name == ListName.THREADS,
    }
    return render_page(request, "search_help.html", context, pieces=PIECES)


def _groups():
    """(title, [(example, what it finds, is it a search?)]). Tags and metadata are some that there are."""
    tags = [tag.name for tag in queries.tags("")]
    return [
        (_("Words"), _words()),
        (_("People and places"), _people()),
        (_("State and content"), _contents(tags)),
        (_("Days"), search_examples.days()),
        (_("Metadata"), _metadata()),
        (_("Together"), _together()),
    ]


def _words():
    return [
        ("refund delay", _("both words, anywhere: messages, title, ids, notes")),
        ('"late delivery"', _("these words in this order")),
        ("deliv*", _("words that begin so")),
        ("-refund", _("without this word")),
        ("title:refund", _("in the title only; note: in notes only")),
    ]


def _people():
    return [
        ("creator:me", _("created by you, or by a user name")),
        ("assigned:me", _("given to you; none for nobody")),
        search_examples.connection(),
    ]


def _contents(tags):
    tag = tags[0] if tags else "vip"
    return [
        ("state:gone", _("created, gone or deleted; is:deleted is the same")),
        (f"tag:{Value(tag)}", _("with this tag"), bool(tags)),
        ("role:assistant", _("with a message of the assistant")),
        ("has:attachment", _("also %(others)s") % {"others": _other_choices("has", "attachment")}),
        ("file:file-abc*", _("with a file whose id begins so")),
    ]


def _metadata():
    keys = [used.text for used in queries.metadata_keys("")]
    key = keys[0] if keys else "ticket"
    values = [used.text for used in queries.metadata_values(key, "")] if keys else []
    value = values[0] if values else "4711"
    return [
        (str(_pair(key, Value(value))), _("with this value")),
        (str(_pair(key, Value("", Match.ANY))), _("with this key, whatever its value")),
        ('metadata."order no":"A 1"', _("quotes around blanks, commas and colons")),
    ]


def _together():
    return [
        ("state:gone,deleted", _("one or the other")),
        ("-state:deleted", _("a minus before a term: not that")),
        ("creator:me has:note created:today", _("all of it at once")),
    ]


def _pair(key, value):
    return Term("metadata", (value,), name=key)


def _other_choices(name, shown):
    return ", ".join(value for value in THREADS.get(name).choices if value != shown)


def _row(list_href, example, what, is_link=True):
    href = f"{list_href}?{urlencode({'q': example})}" if is_link else ""
    return {"example": example, "what": what, "href": href}
