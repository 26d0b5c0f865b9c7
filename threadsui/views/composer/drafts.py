"""Drafts: saved as they are typed, listed, discarded. Everybody sees their own, and nobody else's."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import replace_url, reswap, retarget

from threadsui.queries.personal import drafts as queries
from threadsui.services.errors import ServiceError
from threadsui.services.personal import drafts as services

from ..numbers import id_in, uuid_in
from ..pages import go_to, wants_piece
from ..permissions import requires
from .draft_keys import new_key, read_key
from .keeping import (
    claim_posted,
    clock,
    keep_posted,
    save_posted,
    session_ended,
    sign_in_and_return,
)
from .preset_menu import onward

NO_KEY = gettext_lazy(
    "This page can no longer save drafts. Nothing was sent. Copy what you wrote and reload the page."
)

NEW_DRAFT = {
    "title": gettext_lazy("This is a new draft now."),
    "text": gettext_lazy(
        "The one that you opened is not here any more: its thread was created, or it was discarded in another tab. "
        "Look there before you create, or there may be two threads."
    ),
}


@require_safe
@requires("threadsui.add_thread")
def draft_list(request):
    rows = queries.drafts_of(request.user)
    return render(request, "threadsui/draft_list.html", {"drafts": rows})


@csrf_exempt  # the page's own signed key stands for it: it outlives the session, and that is the point
@login_not_required
@require_POST
def draft_save(request):
    """What a composer saves by itself while it is typed in (htmx) and as it is left, or by a button that leads on."""
    key = read_key(request.POST.get("draft_key", ""))
    if key is None:
        return _no_key(request)
    token = uuid_in(request.POST, "token")
    if token and queries.was_just_created(key.owner, token):
        return HttpResponse(status=204)
    try:
        if wants_piece(request, "draft"):
            return _saved(request, key, save_posted(request.POST, key))
        return _leave(request, key)
    except services.DraftConflict as exc:
        return _conflict(request, exc.draft)
    except ServiceError as exc:
        return _not_saved(request, exc.message)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.add_thread")
def draft_discard(request, pk):
    draft = queries.draft_for(request.user, pk)
    if draft is None:
        raise Http404
    if request.method == "POST":
        services.discard_draft(draft=draft)
        flash.success(request, _("The draft was discarded."))
        return redirect("threadsui:draft_list")
    return render(request, "threadsui/draft_discard.html", {"draft": draft})


def draft_context(request, draft=None, *, conflict=None, is_gone=False):
    """What the composer's page needs to save itself: of the opened `draft`, else of what was posted.

    `conflict` is the draft as another tab left it; `is_gone`: the posted one is no more, so this is a new one.
    """
    posted = {} if is_gone else request.POST
    if conflict is None and "draft_paused" in posted and request.user.is_authenticated:
        conflict = queries.draft_for(request.user, id_in(posted, "draft"))
    return {
        "conflict": conflict,
        "is_paused": conflict is not None,
        "draft_id": draft.pk if draft else id_in(posted, "draft"),
        "draft_version": draft.version if draft else id_in(posted, "draft_version"),
        "draft_saved_at": draft.updated_at if draft else None,
        "draft_key": posted.get("draft_key") or new_key(request.user),
    }


def claim_draft(request, token):
    """Tie the draft that is about to be sent to its create. Raises DraftGone and DraftConflict: see the service."""
    key = read_key(request.POST.get("draft_key", ""))
    if key is None or key.owner != request.user:
        return
    try:
        claim_posted(request.POST, key, token)
    except (services.DraftGone, services.DraftConflict):
        raise
    except ServiceError:  # no room to keep it; it is about to be kept as a submission
        return


def _leave(request, key):
    """Save, and open what was saved: a new draft if another tab has changed the old one."""
    draft = keep_posted(request.POST, key)
    if "leaving" in request.POST:  # the page is gone: nobody reads the answer
        return HttpResponse(status=204)
    target = onward(request.POST, draft)
    if draft is None:
        return go_to(request, target or "threadsui:thread_create")
    if not request.user.is_authenticated:
        return sign_in_and_return(request, draft)
    if target:
        return go_to(request, target)
    is_new = draft.pk != id_in(request.POST, "draft")
    said = _("Saved as a new draft at %(time)s.") if is_new else _("Draft saved %(time)s.")
    flash.success(request, said % {"time": clock(draft.updated_at)})
    return go_to(request, draft)


def _saved(request, key, draft):
    if draft is None:
        return HttpResponse(status=204)
    is_new = draft.pk != id_in(request.POST, "draft")
    said = _("Draft saved %(time)s") % {"time": clock(draft.updated_at)}
    is_told = not is_new and request.POST.get("draft_shown") == clock(draft.updated_at)
    context = draft_context(request, draft) | {"said": "" if is_told else said}
    if request.user != key.owner and "draft_noticed" not in request.POST:
        context["notice"] = _signed_out(request, key, draft)
    elif is_new and id_in(request.POST, "draft") is not None:
        context["notice"] = NEW_DRAFT
    response = render(request, "threadsui/composer/draft_saved.html", context)
    return replace_url(response, draft.get_absolute_url()) if is_new else response


def _signed_out(request, key, draft):
    """The notice for a page whose person is not signed in any more."""
    if not request.user.is_authenticated:
        title, _stop, text = session_ended(draft).partition(". ")
        return {"title": f"{title}.", "text": text, "can_sign_in": True}
    return {
        "title": _("Somebody else is signed in now."),
        "text": _(
            "Nothing is sent from this page any more. What you write is kept in the drafts of %(person)s."
        )
        % {"person": key.owner.display_name},
    }


def _conflict(request, current):
    """The page stops saving until its person has chosen; both texts are still there."""
    context = draft_context(request) | {"is_paused": True, "conflict": current}
    response = render(request, "threadsui/composer/draft_conflict.html", context, status=409)
    return reswap(response, "outerHTML show:none")


def _not_saved(request, sentence):
    """What was typed stays where it is: in the page, or a step back from this answer."""
    if not wants_piece(request):
        raise PermissionDenied(sentence)
    context = draft_context(request) | {"failed": sentence, "said": sentence}
    response = render(request, "threadsui/composer/draft_saved.html", context, status=422)
    return reswap(retarget(response, "#draft"), "innerHTML show:none")


def _no_key(request):
    if not request.POST.get("draft_key"):
        raise PermissionDenied(NO_KEY)
    return _not_saved(request, NO_KEY)
