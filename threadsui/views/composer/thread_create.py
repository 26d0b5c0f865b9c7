"""The composer: a form that creates a thread, and comes back filled whenever it does not."""

import uuid

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget, trigger_client_event

from threadsui.forms.composer.places import problems
from threadsui.forms.composer.rows import edit_rows, focus_on
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data
from threadsui.models import Submission
from threadsui.services.creating.cloning import typed_title
from threadsui.services.creating.threads import create_thread
from threadsui.services.errors import ServiceError, TokenReused
from threadsui.services.personal.drafts import DraftConflict, DraftGone

from ..numbers import as_id
from ..pages import go_to, wants_piece
from ..permissions import requires
from . import outcomes
from .corrections import (
    SECOND_THREAD,
    check_may_correct,
    may_be_corrected,
    posted_parent,
    resend_form,
    visible_submission,
)
from .drafts import claim_draft, draft_context
from .folding import keep_open
from .keeping import keeps_what_was_typed
from .openings import opening
from .page import composer_form, draw, draw_problems, open_composer

SECTION_TEMPLATES = {
    "messages": ("messages", "messages_form"),
    "metadata": ("thread_metadata", "pairs"),
    "vector_store-metadata": ("store_metadata", "pairs"),
}
IN_A_MESSAGE = {
    "parts": ("parts", "parts"),
    "attachments": ("attachments", "attachments"),
    "metadata": ("message_metadata", "pairs"),
}


@keeps_what_was_typed
@requires("threadsui.add_thread")
@require_http_methods(["GET", "HEAD", "POST"])
def thread_create(request):
    """GET: the form, perhaps filled: see `openings`. POST: a row's button, or Create."""
    if request.method != "POST":
        if "submission" in request.GET:
            return _reopen(request)
        return open_composer(request, opening(request))
    if "row" in request.POST:
        return _edit_rows(request)
    form = composer_form(request.POST)
    if not form.is_valid():
        return draw_problems(request, form)
    # A script that posts nothing but a token means it; a person at the page has perhaps just slipped.
    if "draft_key" in request.POST and "confirm_empty" not in request.POST and not form.payload():
        token = form.cleaned_data["token"]
        return draw(request, form, token=token, status=422, banner=outcomes.empty())
    return _create(request, form)


def _create(request, form):
    data = form.cleaned_data
    parent = posted_parent(request)
    asked = resend_form(request, parent)
    if asked and not asked.is_valid():
        return draw(request, form, token=data["token"], status=422)
    try:
        claim_draft(request, data["token"])
        submission = create_thread(
            connection=form.known_connections[data["connection"]],
            payload=form.body,
            actor=request.user,
            token=data["token"],
            title=data["title"],
            parent=parent,
            reason=asked.cleaned_reason if asked else "",
        )
    except TokenReused as exc:
        return draw(request, form, status=422, banner=outcomes.reused(exc))
    except (DraftConflict, DraftGone) as exc:
        return _draw_unclaimed(request, form, exc)
    except ServiceError as exc:
        return draw(request, form, status=422, banner=outcomes.not_done(exc))
    return _answer(request, form, submission)


def _draw_unclaimed(request, form, error):
    """The form as it was typed, not sent, because another tab has gone on with its draft."""
    if isinstance(error, DraftConflict):
        drafted = draft_context(request, conflict=error.draft)
        return draw(request, form, status=422, drafted=drafted)
    drafted = draft_context(request, is_gone=True)
    return draw(request, form, status=422, banner=outcomes.not_done(error), drafted=drafted)


def _answer(request, form, submission):
    if submission.state == Submission.State.ACCEPTED:
        said = _("Created on %(connection)s.") % {"connection": submission.connection}
        flash.success(request, said)
        return go_to(request, submission.thread)
    if submission.state == Submission.State.UNKNOWN:
        return go_to(request, submission)
    if submission.state == Submission.State.SENDING:
        return go_to(request, f"{submission.get_absolute_url()}?follow=1")
    return draw(request, form, status=422, banner=_explain(request, form, submission))


def _explain(request, form, submission):
    """The banner for a submission that was refused or not sent, with the server's error put at its field."""
    place = None
    if submission.state == Submission.State.REFUSED and submission.error_param:
        place = form.add_api_error(submission.error_param, outcomes.words_of_server(submission))
        if place.field:
            place.owner.focus = place.field
    return outcomes.banner(submission, place=place, user=request.user)


def _reopen(request):
    """The form filled with a submission that came to nothing, to be corrected and created anew."""
    submission = visible_submission(request.user, as_id(request.GET["submission"]))
    if submission is None:
        raise Http404
    check_may_correct(request.user, submission)
    if submission.text_removed_at:
        flash.warning(
            request, _("The text of this submission was removed: nothing is left to send.")
        )
        return go_to(request, submission)
    parent = submission if may_be_corrected(request.user, submission) else None
    values = ComposerForm.values_of(submission.payload)
    values |= {"connection": submission.connection.slug, "title": typed_title(submission)}
    token = uuid.uuid4()
    form = composer_form(form_data(values | {"token": token}))
    valid = form.is_valid()
    banner = None
    if submission.state in {Submission.State.REFUSED, Submission.State.NOT_SENT}:
        banner = _explain(request, form, submission)
    return draw(
        request,
        form,
        token=token,
        parent=parent,
        notices=[SECOND_THREAD] if submission.is_open_unknown else [],
        banner=banner,
        problems=not valid and problems(form),
    )


def _edit_rows(request):
    """Add, remove or move a row of what was typed, unvalidated; htmx gets the section that changed."""
    posted = composer_form(request.POST)
    if posted.row_error:
        posted.is_valid()
        return draw_problems(request, posted)
    values = posted.values()
    keep_open(request, values["messages"])
    edit = edit_rows(values, request.POST["row"])
    form = composer_form(initial=values)
    if edit:
        focus_on(form, edit)
    if edit and wants_piece(request):
        return _draw_section(request, form, edit)
    said = edit.announcement if edit else ""
    return draw(request, form, token=values["token"], said=said)


def _draw_section(request, form, edit):
    of_a_message = edit.section.rpartition("-")[2]
    template, name = SECTION_TEMPLATES.get(edit.section) or IN_A_MESSAGE[of_a_message]
    context = {
        name: edit.find(form),
        "section_template": f"threadsui/composer/{template}.html",
        "said": edit.announcement,
    }
    response = render(request, "threadsui/composer/piece.html", context)
    trigger_client_event(response, "rows", after="settle")  # the preview listens
    return reswap(retarget(response, f"#{edit.section}"), "outerHTML show:none")
