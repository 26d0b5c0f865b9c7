"""The palette (Ctrl+K): everything that one can jump to, as a page or as the results of its dialog."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from threadsui.forms.palette import PaletteForm
from threadsui.queries import palette as queries

from ..pages import render_page
from ..permissions import requires
from .destinations import destinations_of

RESULTS = "palette-results"


@dataclass(frozen=True)
class Result:
    """One line. `detail` says why it is there, in mono type; both may be what people wrote."""

    href: str
    label: str
    icon: str
    detail: str = ""
    keys: str = ""


@require_safe
@requires("threadsui.view_thread")
def palette(request):
    form = PaletteForm(request.GET)
    is_valid = form.is_valid()
    text = form.cleaned_data.get("q", "")
    groups = _groups(request.user, text) if is_valid else []
    found = sum(len(results) for _, results in groups) - bool(text and groups)  # without the search
    context = {
        "form": form,
        "groups": groups,
        "said": _said(form, found),
    }
    return render_page(
        request,
        "palette.html",
        context,
        pieces={RESULTS: "partials/palette_results.html"},
        status=200 if is_valid else 422,
    )


def _groups(user, text):
    """(title, results) of each kind that has any; a search for the same words comes last."""
    found = queries.find(text, user=user) if text else queries.recent()
    threads = [_thread(one) for one in found.threads]
    groups = [
        *([] if text else [(_("Recent threads"), threads)]),
        (_("Pages"), _pages(user, text)),
        *([(_("Threads"), threads)] if text else []),
        (_("Submissions"), [_submission(one) for one in found.submissions]),
        (_("API calls"), [_call(one) for one in found.calls]),
        (_("People"), [_person(one) for one in found.people]),
    ]
    if text:
        label = _("Search threads for “%(text)s”") % {"text": text}
        groups.append((_("Search"), [Result(_threads_with(q=text), label, "search")]))
    return [(title, results) for title, results in groups if results]


def _pages(user, text):
    """Those with a word that begins with `text`, or all."""
    wanted = text.casefold()
    return [
        Result(one.href, one.label, one.icon, keys=one.keys)
        for one in destinations_of(user)
        if f" {one.label}".casefold().find(f" {wanted}") >= 0
    ]


def _thread(found):
    thread = found.thread
    detail = f"{found.key} = {found.value}" if found.key else thread.remote_id
    return Result(thread.get_absolute_url(), str(thread), "message-square-text", detail)


def _submission(submission):
    label = _("Submission %(number)d") % {"number": submission.pk}
    return Result(submission.get_absolute_url(), label, "history", submission.title)


def _call(call):
    return Result(call.get_absolute_url(), str(call), "activity", call.request_id)


def _person(person):
    label = _("Threads by %(name)s") % {"name": person.display_name}
    return Result(_threads_with(creator=person.username), label, "user", person.username)


def _threads_with(**filters):
    return f"{reverse('threadsui:thread_list')}?{urlencode(filters)}"


def _said(form, count):
    if form.errors:
        return " ".join(form.errors["q"])
    if not count:
        return _("No match")
    return ngettext("%(count)d result", "%(count)d results", count) % {"count": count}
