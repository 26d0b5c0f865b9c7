"""A composer that is posted when nobody, or somebody else, is signed in: what was typed is kept, never dropped."""

import uuid
from functools import wraps

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.csrf import csrf_failure as forms_too_old

from threadsui.forms.drafts.draft_data import (
    kept_fields,
    message_count_of,
    says_something,
    title_of,
)
from threadsui.forms.drafts.form_data import form_data
from threadsui.services.errors import ServiceError
from threadsui.services.personal.drafts import (
    DraftConflict,
    DraftContent,
    claim_draft,
    save_as_new_draft,
    save_draft,
)

from ..numbers import id_in
from ..pages import go_to
from .draft_keys import is_key_of, read_key

SESSION_ENDED = "session-ended"  # the tag of the message that the sign-in page shows


def content_of(data):
    """What to keep of posted `data`; None when nothing was typed."""
    fields = kept_fields(data)
    if not says_something(fields):
        return None
    return DraftContent(
        fields=fields,
        title=title_of(fields),
        connection=(fields.get("connection") or [""])[0].replace("\0", ""),  # PostgreSQL takes none
        message_count=message_count_of(fields),
    )


def save_posted(data, key):
    """Save posted `data` to the draft it names. None when there was nothing to save; raises as `save_draft` does."""
    form = _draft_form(data, key)
    return save_draft(**form) if form else None


def claim_posted(data, key, token):
    """Tie the draft that `data` names to the create with `token`, as it is sent; raises as `claim_draft` does."""
    form = _draft_form(data, key)
    if form and form["draft_id"] is not None:
        claim_draft(token=token, **form)


def _draft_form(data, key):
    """What `save_draft` takes; None when nothing was typed."""
    content = content_of(data)
    return content and {
        "owner": key.owner,
        "content": content,
        "editor": key.editor,
        "draft_id": id_in(data, "draft"),
        "version": id_in(data, "draft_version"),
    }


def keep_posted(data, key):
    """The same for a page that is about to be left: beside the draft when another tab has changed that."""
    try:
        return save_posted(data, key)
    except DraftConflict:
        return save_as_new_draft(owner=key.owner, content=content_of(data))


def keep_filled_in(owner, opened):
    """Save what an Opening has filled in, to its draft or to a new one; None when that says nothing.

    Raises as `save_draft` does.
    """
    data, draft = form_data(opened.values), opened.draft
    if opened.parent:
        data["parent"] = str(opened.parent.pk)
    if opened.preset:
        data["preset"] = str(opened.preset.pk)
        data["preset_version"] = opened.preset.opened_version
    content = content_of(data)
    return content and save_draft(
        owner=owner,
        content=content,
        editor=uuid.uuid4(),
        draft_id=draft and draft.pk,
        version=draft and draft.version,
    )


def keeps_what_was_typed(view):
    """For the composer: signed out, what it posts becomes a draft, and signing in leads back to it.

    So does what a page posts that somebody else opened: nobody sends or loses the words of another.
    """

    @wraps(view)
    def kept(request, *args, **kwargs):
        posted = request.POST.get("draft_key", "") if request.method == "POST" else ""
        if posted and is_key_of(posted, request.user):
            return view(request, *args, **kwargs)
        key = read_key(posted)
        answer = _keep(request, key) if key else None
        if request.user.is_authenticated:
            return answer or view(request, *args, **kwargs)
        return answer or redirect_to_login(request.path if key else request.get_full_path())

    return login_not_required(kept)


def silent_when_signed_out(view):
    """For what a composer asks by itself: going to the sign-in page now would drop what was just typed."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return HttpResponse(status=204)
        return view(request, *args, **kwargs)

    return login_not_required(asked)


def csrf_failure(request, reason=""):
    """Django's page for a form that is too old, unless it is a composer: its text is kept, and opened anew."""
    match = request.resolver_match
    if match and match.view_name == "threadsui:thread_preview" and request.htmx:
        return HttpResponse(status=204)
    if match and match.view_name == "threadsui:thread_create":
        key = read_key(request.POST.get("draft_key", ""))
        answer = _keep(request, key) if key else None
        if answer:
            return answer
    return forms_too_old(request, reason)


def sign_in_and_return(request, draft):
    """To the sign-in page, which says what became of the text, and from there back to it."""
    flash.warning(request, session_ended(draft), extra_tags=SESSION_ENDED)
    return go_to(request, redirect_to_login(draft.get_absolute_url()).url)


def session_ended(draft):
    said = _(
        "Your session ended. Nothing was sent. "
        "Sign in again and your draft from %(time)s will be here."
    )
    return said % {"time": clock(draft.updated_at)}


def clock(moment):
    """`12:03` in the reader's zone."""
    return dateformat.format(timezone.localtime(moment), pgettext("date format", "H:i"))


def _keep(request, key):
    """Keep what was posted and say where it is; None when there was nothing to keep, or no room for it."""
    try:
        draft = keep_posted(request.POST, key)
    except ServiceError:
        return None
    if draft is None:
        return None
    if not request.user.is_authenticated:
        return sign_in_and_return(request, draft)
    if request.user != key.owner:
        flash.warning(
            request,
            _(
                "This page was opened by %(person)s, who is signed out now. Nothing was sent. "
                "What was written is kept in their drafts."
            )
            % {"person": key.owner.display_name},
        )
        return go_to(request, reverse("threadsui:thread_create"))
    flash.warning(
        request,
        _(
            "You signed in again since this page was opened. Nothing was sent. "
            "What you wrote is here: read it and create again."
        ),
    )
    return go_to(request, draft)
