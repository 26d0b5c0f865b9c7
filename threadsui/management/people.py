"""Who a command acts for."""

from django.core.management.base import CommandError

from threadsui.models import User


def find_actor(username, *, permission=None):
    """The active person of this name; None, which means the system, without a name.

    Raises CommandError for somebody who is not there, or lacks the permission.
    """
    if username is None:
        return None
    actor = User.objects.filter(username=username, is_active=True).first()
    if actor is None:
        raise CommandError(
            f"There is no active person {username!r}. Nothing was sent or changed.", returncode=2
        )
    if permission and not actor.has_perm(permission):
        raise CommandError(
            f"{actor.display_name} may not do this: the role {actor.role or 'none'} lacks {permission}. "
            "Nothing was sent or changed.",
            returncode=2,
        )
    return actor
