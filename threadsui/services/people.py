"""The people of the team."""

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Role, User

from .errors import ServiceError


def add_user(
    *,
    actor: User | None,
    username: str,
    role: str,
    password: str,
    email: str = "",
    name: str = "",
) -> User:
    """Add a person who may sign in at once, with the group of their role. No actor means the system.

    `name`: first and last name, in one. Raises ServiceError, whose param is the argument, with nobody added.
    """
    if role not in Role.values:
        said = _("There is no role “%(role)s”. Nobody was added. Roles: %(roles)s.")
        values = {"role": role, "roles": ", ".join(Role.values)}
        raise ServiceError(said % values, param="role")
    first, _space, last = name.strip().partition(" ")
    user = User(username=username, email=email, first_name=first, last_name=last.strip())
    _check(user, password)
    user.set_password(password)
    with transaction.atomic():
        user.save()
        user.groups.add(Group.objects.get(name=role))
        changes = {"role": role, "name": user.get_full_name(), "email": email}
        record(
            AuditEvent.Action.USER_CREATED,
            actor=actor,
            target=user,
            changes={key: {"old": None, "new": value} for key, value in changes.items() if value},
        )
    return user


def _check(user: User, password: str) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as exc:
        field, messages = next(iter(exc.message_dict.items()))
        raise ServiceError(f"{messages[0]} {_('Nobody was added.')}", param=field) from exc
    try:
        validate_password(password, user)
    except ValidationError as exc:
        said = " ".join([*exc.messages, _("Nobody was added.")])
        raise ServiceError(said, param="password") from exc
