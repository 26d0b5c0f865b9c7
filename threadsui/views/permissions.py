"""Who may open a view. Signing in is required everywhere by middleware; this is about what the person's role allows."""

from functools import wraps

from django.core.exceptions import PermissionDenied


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


def needed_role(permission):
    return NEEDED.get(permission, "Ask an admin for access.")


NEEDED = {
    "threadsui.view_thread": "You need a role to see threads. Ask an admin for one.",
    "threadsui.add_thread": "You need the Agent or Lead role to create threads. Nothing was sent.",
    "threadsui.change_thread": "You need the Agent or Lead role to change threads. Nothing was sent.",
    "threadsui.change_any_thread": "Only the person who created this thread, or a Lead, can change it. "
    "Nothing was sent.",
    "threadsui.delete_thread": "You need the Lead role to delete threads. Nothing was deleted.",
    "threadsui.view_submission": "You need the Agent, Lead or Auditor role to open submissions.",
    "threadsui.resolve_submission": "You need the Lead role to resolve an unknown outcome. "
    "Nothing was sent.",
    "threadsui.view_apicall": "You need the Lead or Auditor role to open the API call log.",
    "threadsui.view_auditevent": "You need the Lead or Auditor role to open the audit history.",
}
