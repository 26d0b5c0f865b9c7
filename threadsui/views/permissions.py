"""Who may open a view. Signing in is required everywhere by middleware; this is about what the person's role allows."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from .pages import go_to


def requires(*permissions):
    """Let only people with every one of `permissions` in; others get the 403 page that names what is missing."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            check(request.user, *permissions)
            return view(request, *args, **kwargs)

        checked.required_permissions = permissions
        return checked

    return decorate


def confirms_identity(view):
    """Before secrets and exports: where the policy asks for it, whoever has not lately confirmed who they are does so.

    What was posted is not kept, not even in the session: it may be a secret. So the page is opened again.
    """

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not settings.REAUTHENTICATION_REQUIRED or has_confirmed(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            flash.warning(request, _("Confirm that it is you, then do it again. Nothing was done."))
        back = request.path if request.method == "POST" else request.get_full_path()
        return go_to(request, f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")

    return checked


def confirms_once(view):
    """For allauth's pages, which let on whom it cannot ask for a password or a code: those whom the provider alone
    knows are asked as well.
    """

    @wraps(view)
    def checked(request, *args, **kwargs):
        user = request.user
        is_asked_by_allauth = not user.is_authenticated or get_reauthentication_flows(user)
        if not is_asked_by_allauth and not has_confirmed(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return checked


def has_confirmed(request):
    """Whether the person has shown in the last minutes that it is they."""
    records = get_authentication_records(request, request.user)
    confirmed = [one["at"] for one in records if one.get("reauthenticated")]
    return bool(confirmed) and time.time() - confirmed[-1] < app_settings.REAUTHENTICATION_TIMEOUT


def check(user, *permissions):
    """Raise PermissionDenied, with a sentence that names the roles that may, unless `user` has all."""
    missing = [permission for permission in permissions if not user.has_perm(permission)]
    if missing:
        raise PermissionDenied(needed_role(missing[0]))


def may_change(user, thread):
    """Agents change what they created; leads and admins change every thread."""
    if user.has_perm("threadsui.change_any_thread"):
        return True
    return thread.creator_id == user.pk and user.has_perm("threadsui.change_thread")


def may_change_preset(user, preset):
    """Their owners change presets; leads and admins change every shared one."""
    return _may_change_shareable(user, preset, "threadsui.change_any_preset")


def may_change_snippet(user, snippet):
    return _may_change_shareable(user, snippet, "threadsui.change_any_snippet")


def check_may_change_preset(user, preset):
    if not may_change_preset(user, preset):
        raise PermissionDenied(needed_role("threadsui.change_any_preset"))


def check_may_change_snippet(user, snippet):
    if not may_change_snippet(user, snippet):
        raise PermissionDenied(needed_role("threadsui.change_any_snippet"))


def _may_change_shareable(user, kept, permission):
    return kept.owner_id == user.pk or (kept.is_shared and user.has_perm(permission))


def needed_role(permission):
    return str(NEEDED.get(permission, _("Ask an admin for access.")))


NEEDED = {
    "threadsui.view_thread": _("You need a role to see threads. Ask an admin for one."),
    "threadsui.add_thread": _(
        "You need the Agent or Lead role to create threads. Nothing was sent."
    ),
    "threadsui.change_thread": _(
        "You need the Agent or Lead role to change threads. Nothing was sent."
    ),
    "threadsui.change_any_thread": _(
        "Only the person who created this thread, or a Lead, can change it. Nothing was sent."
    ),
    "threadsui.triage_thread": _(
        "You need the Agent or Lead role to tag and assign threads. Nothing was changed."
    ),
    "threadsui.check_thread": _(
        "You need the Agent or Lead role to compare threads with their servers. Nothing was sent."
    ),
    "threadsui.rename_metadata": _(
        "You need the Lead role to rename metadata across threads. Nothing was sent."
    ),
    "threadsui.export_thread": _(
        "You need the Agent, Lead or Auditor role to export threads. Nothing was exported."
    ),
    "threadsui.change_any_savedview": _(
        "Only the person who made this view, or a Lead, can delete it. Nothing was deleted."
    ),
    "threadsui.view_note": _("You need a role to read notes. Ask an admin for one."),
    "threadsui.add_note": _("You need the Agent or Lead role to write notes. Nothing was saved."),
    "threadsui.delete_any_note": _(
        "Only the person who wrote this note, or a Lead, can delete it. Nothing was deleted."
    ),
    "threadsui.delete_thread": _("You need the Lead role to delete threads. Nothing was deleted."),
    "threadsui.view_submission": _("You need the Agent, Lead or Auditor role to open submissions."),
    "threadsui.resolve_submission": _(
        "You need the Lead role to resolve an unknown outcome. Nothing was sent."
    ),
    "threadsui.view_apicall": _("You need the Lead or Auditor role to open the API call log."),
    "threadsui.change_any_preset": _(
        "Only the person who made this preset, or a Lead, can change it. Nothing was changed."
    ),
    "threadsui.change_any_snippet": _(
        "Only the person who made this snippet, or a Lead, can change it. Nothing was changed."
    ),
    "threadsui.reveal_message": _(
        "Only auditors see text masked, and show it to themselves for a reason."
    ),
    "threadsui.hold_thread": _(
        "You need the Lead, Auditor or Admin role to place legal holds. Nothing was changed."
    ),
    "threadsui.view_retention": _(
        "You need the Lead, Auditor or Admin role to see retention rules."
    ),
    "threadsui.set_retention": _(
        "You need the Admin role to set retention rules. Nothing was changed."
    ),
    "threadsui.view_accessgroup": _("You need the Admin role to see groups."),
    "threadsui.add_accessgroup": _("You need the Admin role to make groups. Nothing was saved."),
    "threadsui.change_accessgroup": _(
        "You need the Admin role to change groups. Nothing was changed."
    ),
    "threadsui.delete_accessgroup": _(
        "You need the Admin role to delete groups. Nothing was deleted."
    ),
    "threadsui.change_tag": _("You need the Lead role to change tags. Nothing was changed."),
    "threadsui.delete_tag": _("You need the Lead role to delete tags. Nothing was deleted."),
    "threadsui.view_connection": _(
        "You need the Lead, Auditor or Admin role to see how connections are set."
    ),
    "threadsui.add_connection": _("You need the Admin role to add connections. Nothing was saved."),
    "threadsui.change_connection": _(
        "You need the Admin role to change connections. Nothing was saved."
    ),
    "threadsui.view_user": _("You need the Admin role to see the team."),
    "threadsui.add_user": _("You need the Admin role to invite people. Nobody was added."),
    "threadsui.change_user": _("You need the Admin role to change people. Nothing was changed."),
    "threadsui.view_auditevent": _("You need the Lead or Auditor role to open the audit history."),
}
