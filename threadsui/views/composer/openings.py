"""What a composer opens with: a preset, a draft, a thread to copy, or what a link says."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.draft_data import as_posted
from threadsui.forms.drafts.prefill import asks_to_fill_in, prefill
from threadsui.forms.drafts.preset_merge import merge_preset
from threadsui.models import Connection
from threadsui.models.visibility import hidden_now
from threadsui.queries.personal import drafts as draft_queries
from threadsui.queries.personal.presets import preset_for
from threadsui.queries.threads.thread_page import thread_for_page
from threadsui.services.creating.cloning import clone_thread

from ..numbers import as_id, id_in
from ..permissions import check, check_may_change_preset, may_change_preset
from .corrections import SECOND_THREAD, may_be_corrected, visible_submission

GONE = {
    "tone": "warn",
    "title": gettext_lazy("This draft is not here."),
    "text": gettext_lazy(
        "Its thread was created, it was discarded, or it is somebody else’s. Nothing was sent. "
        "This is a new, empty form."
    ),
}
CONNECTION_GONE = gettext_lazy(
    "Its connection is not there, or is switched off. Check the connection below."
)


@dataclass
class Opening:
    """`posted` is a form's data, unvalidated; `values` are for `initial`. Neither means the first, empty rows."""

    posted: Any = None
    values: dict | None = None
    draft: Any = None
    parent: Any = None  # the submission that it corrects
    notices: list[dict] = field(default_factory=list)
    status: int = 200
    saves_at_once: bool = False  # as a draft, before anything is typed
    preset: Any = None  # the preset whose contents are written here
    redirect: str = ""  # to what has to be asked before

    @property
    def is_blank(self):
        return self.posted is None and self.values is None


def opening(request):
    """The Opening that the address asks for; the first of the known parameters counts."""
    for name, opener in OPENERS.items():
        if name in request.GET:
            return opener(request, as_id(request.GET[name]))
    return _link(request) if asks_to_fill_in(request.GET) else Opening()


def _draft(request, pk):
    draft = draft_queries.draft_for(request.user, pk)
    if draft is None:
        return Opening(notices=[GONE], status=404)
    notices = []
    if doubtful := draft_queries.doubtful_create_of(draft):
        notices.append(
            {
                "tone": "unknown",
                "title": _(
                    "This draft was sent, and nobody knows yet whether a thread was created."
                ),
                "text": _("Look for it before you create again, or there may be two."),
                "href": doubtful.get_absolute_url(),
                "label": _("See what happened"),
            }
        )
    posted = as_posted(draft.fields)
    parent = visible_submission(request.user, id_in(posted, "parent"))
    if parent and parent.is_open_unknown:
        notices.append(SECOND_THREAD)
    if parent and not may_be_corrected(request.user, parent):
        parent = None  # it has its outcome by now, or takes a word that this person may not give
    preset = preset_for(request.user, id_in(posted, "preset"))
    if preset and not may_change_preset(request.user, preset):
        preset = None
    if preset:
        preset.opened_version = posted.get("preset_version", "")
        notices.append(_editing(preset))
    return Opening(posted=posted, draft=draft, parent=parent, preset=preset, notices=notices)


def _preset(request, pk):
    """A preset, onto the `draft` that is named as well; first to its page of questions if it has placeholders."""
    preset = preset_for(request.user, pk)
    if preset is None:
        raise Http404
    if preset.placeholders:
        address = reverse("threadsui:preset_apply", args=[preset.pk])
        return Opening(redirect=f"{address}?{request.GET.urlencode()}")
    return preset_opening(request, preset, preset.fields, draft_id=id_in(request.GET, "draft"))


def preset_opening(request, preset, fields, *, draft_id=None):
    """The Opening with the form `fields`, which is `preset`'s with its placeholders filled in."""
    opened = _draft(request, draft_id) if draft_id is not None else Opening()
    written = ComposerForm(opened.posted) if opened.posted is not None else None
    if written and written.row_error:
        return opened
    filled = ComposerForm(as_posted(fields))
    opened.values, notes = filled.values(), []
    if written:
        merged = merge_preset(written, filled)
        opened.values, notes = merged.values, list(merged.sentences)
    else:
        opened.values["connection"] = _connection_for(request, preset, notes)
    opened.values, opened.posted, opened.saves_at_once = _with_rows(opened.values), None, True
    title = _("Filled in from the preset “%(name)s”. Nothing has been sent.") % {"name": preset}
    opened.notices.append({"tone": "info", "title": title, "text": " ".join(map(str, notes))})
    return opened


def _connection_for(request, preset, notes):
    """The slug of the one that was chosen before, else of the preset's, if it can be used."""
    chosen = (request.POST or request.GET).get("connection", "")
    active = Connection.visible.active().filter(slug=chosen).first() if chosen else None
    if active is None and preset.connection_id in hidden_now().connections:
        notes.append(CONNECTION_GONE)
    elif active is None and preset.connection:
        active = preset.connection if preset.connection.is_active else None
        if active is None:
            notes.append(
                _("%(connection)s is switched off. Check the connection below.")
                % {"connection": preset.connection}
            )
    return active.slug if active else ""


def _edit_preset(request, pk):
    """A preset's own form, its placeholders as they are, to be changed and saved over it."""
    preset = preset_for(request.user, pk)
    if preset is None:
        raise Http404
    check_may_change_preset(request.user, preset)
    preset.opened_version = preset.version
    posted = as_posted(preset.fields)
    return Opening(posted=posted, preset=preset, notices=[_editing(preset)])


def _editing(preset):
    return {
        "tone": "info",
        "title": _("You are changing the preset “%(name)s”.") % {"name": preset},
        "text": _("Nothing is sent. When it is right, choose Presets, then Save to this preset."),
    }


def _clone(request, pk):
    """Everything of the thread that a create takes. Its body is checked when it is sent, as any other."""
    check(request.user, "threadsui.view_thread")
    thread = thread_for_page(pk) if pk is not None else None
    if thread is None:
        raise Http404
    if thread.text_removed_at:
        flash.warning(request, _("The text of this thread was removed: nothing is left to copy."))
        return Opening(redirect=thread.get_absolute_url())
    if thread.is_masked:
        raise PermissionDenied(_("Only who may read its text can copy a thread."))
    clone = clone_thread(thread=thread)
    values = ComposerForm.values_of(clone.payload) | {"title": clone.title}
    if thread.connection.is_active:
        values["connection"] = thread.connection.slug
    else:
        said = _("%(connection)s is switched off. Check the connection below.")
        clone.notes.append(said % {"connection": thread.connection})
    notice = {
        "tone": "warn" if clone.notes else "info",
        "title": _("Filled in from another thread. Nothing has been sent."),
        "text": " ".join(clone.notes),
        "href": thread.get_absolute_url(),
        "label": str(thread),
    }
    return Opening(values=_with_rows(values), notices=[notice], saves_at_once=True)


def _link(request):
    slugs = set(Connection.visible.active().values_list("slug", flat=True))
    pairs = parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True)
    found = prefill(pairs, connections=slugs)
    notice = {
        "tone": "warn" if found.notes else "info",
        "title": _("Filled in from a link. Nothing has been sent."),
        "text": " ".join([*found.notes, _("Read it before you create the thread.")]),
    }
    return Opening(values=found.values, notices=[notice])


def _with_rows(values):
    """At least a message and a pair to write into."""
    return values | {
        "messages": values["messages"] or [{"role": "user"}],
        "metadata": values["metadata"] or [{}],
    }


OPENERS = {
    "preset": _preset,  # first: it may be put onto a draft
    "edit_preset": _edit_preset,
    "draft": _draft,
    "clone": _clone,
}
