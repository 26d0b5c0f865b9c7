"""The people of the team: added, invited, changed, deactivated. Who may do this is the caller's to check; what nobody
may do, to oneself or to the last admin, is refused here.

All of these wait for each other at the row of the admins' group: of two admins who take the role from one another at
the same moment the second finds that nobody would be left.
"""

from collections.abc import Collection, Iterable
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from threadsui.audit.recording import diff, record
from threadsui.models import AuditEvent, PasswordLink, Role, User

from ..errors import ServiceError
from .password_links import check_password_rules, new_link
from .sessions import end_sessions

Action = AuditEvent.Action


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
    user = named(User(username=username, email=email), name)
    check_password_rules(password, user, _("Nobody was added."))
    user.set_password(password)  # before the transaction: it takes a third of a second
    with transaction.atomic():
        _add(user, [role])
        record(Action.USER_CREATED, actor=actor, target=user, changes=diff(NOBODY, told(user)))
    return user


def invite_user(
    *, actor: User, username: str, roles: Collection[str], email: str = "", name: str = ""
) -> tuple[User, str]:
    """Add a person who has no password yet, and the token of the link by which they choose one.

    Raises ServiceError as `add_user` does.
    """
    user = named(User(username=username, email=email), name)
    user.set_unusable_password()
    with transaction.atomic():
        _add(user, roles)
        token, link = new_link(user)
        changes = diff(NOBODY, told(user) | {"link_expires_at": link.expires_at.isoformat()})
        record(Action.USER_INVITED, actor=actor, target=user, changes=changes)
    return user, token


def update_member(
    *,
    actor: User,
    member: User,
    name: str,
    email: str,
    roles: Collection[str],
    version: str | None = None,
) -> User:
    """Write what differs; nothing, and no event, when nothing does. `version` is the one that the person has seen.

    Raises ServiceError, whose param is the argument, for one's own roles, for the last admin's, and when somebody else
    was quicker.
    """
    nothing = _("Nothing was changed.")
    with transaction.atomic():
        current = locked_member(member)
        before = told(current)
        if version is not None and version != version_of(current):
            raise ServiceError(
                _("Somebody else changed this person meanwhile. %(nothing)s Look again.")
                % {"nothing": nothing}
            )
        if set(roles) != set(role_names(current)):
            _check_roles(roles, nothing)
            _check_may_take(actor, current, becomes_admin=Role.ADMIN in roles)
            set_roles(current, roles)
        named(current, name).email = email
        _check_fields(current, nothing)
        if changes := diff(before, told(current)):
            current.save(update_fields=["first_name", "last_name", "email"])
            record(Action.USER_UPDATED, actor=actor, target=current, changes=changes)
    return current


def deactivate_member(*, actor: User, member: User) -> None:
    """Let a person sign in no more. Their sessions end, and their link, with the transaction. Nothing of theirs goes.

    Raises ServiceError for oneself and for the last admin.
    """
    with transaction.atomic():
        current = locked_member(member)
        if not current.is_active:
            return
        _check_may_take(actor, current, becomes_admin=False, param="")
        current.is_active = False
        current.save(update_fields=["is_active"])
        PasswordLink.objects.filter(user=current).delete()
        end_sessions(current)
        record(Action.USER_DEACTIVATED, actor=actor, target=current, changes=_active(True, False))


def activate_member(*, actor: User, member: User) -> None:
    """Let a person who was deactivated sign in again."""
    with transaction.atomic():
        current = locked_member(member)
        if current.is_active:
            return
        current.is_active = True
        current.save(update_fields=["is_active"])
        record(Action.USER_ACTIVATED, actor=actor, target=current, changes=_active(False, True))


def locked_member(member: User) -> User:
    """The person as they are now, and as nobody else changes them before this transaction ends."""
    wait_for_other_changes()
    return User.objects.select_for_update().prefetch_related("groups").get(pk=member.pk)


def wait_for_other_changes() -> None:
    """From here to the end of the transaction nobody else adds people, or changes their roles."""
    Group.objects.select_for_update().get(name=Role.ADMIN)


def role_names(user: User) -> list[str]:
    """The names of a person's roles, the highest first."""
    return [role.value for role in user.roles]


def told(user: User) -> dict[str, Any]:
    """What the audit history is told of a person; differs when something was changed."""
    return {
        "role": ", ".join(role_names(user)) or None,
        "name": user.get_full_name() or None,
        "email": user.email or None,
    }


def version_of(user: User) -> str:
    """Differs when a person's page would."""
    return "|".join(str(value) for value in told(user).values())


NOBODY = {"role": None, "name": None, "email": None}


def _add(user: User, roles: Collection[str]) -> None:
    nothing = _("Nobody was added.")
    _check_roles(roles, nothing)
    wait_for_other_changes()
    _check_fields(user, nothing)
    user.save()
    user.groups.add(*Group.objects.filter(name__in=roles))


def _check_roles(roles: Collection[str], nothing: str) -> None:
    known = ", ".join(Role.values)
    for role in roles:
        if role not in Role.values:
            said = _("There is no role “%(role)s”. %(nothing)s Roles: %(roles)s.")
            values = {"role": role, "roles": known, "nothing": nothing}
            raise ServiceError(said % values, param="role")
    if not roles:
        said = _("Choose a role. %(nothing)s Whoever should do nothing here is deactivated.")
        raise ServiceError(said % {"nothing": nothing}, param="role")


def _check_fields(user: User, nothing: str) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as exc:
        field, messages = next(iter(exc.message_dict.items()))
        param = "name" if field in {"first_name", "last_name"} else field
        raise ServiceError(f"{messages[0]} {nothing}", param=param) from exc
    others = User.objects.exclude(pk=user.pk)
    if user.email and others.filter(email__iexact=user.email).exists():  # people sign in by it
        said = _("Somebody else has this email address. %(nothing)s")
        raise ServiceError(said % {"nothing": nothing}, param="email")


def _check_may_take(actor: User, member: User, *, becomes_admin: bool, param: str = "role") -> None:
    """Whether `actor` may change `member`'s roles or deactivate them."""
    if actor.pk == member.pk:
        said = _("Nobody does this to themselves. Nothing was changed. Ask another admin.")
        raise ServiceError(said, param=param)
    is_working_admin = working_admins(User.objects.filter(pk=member.pk)).exists()
    if not becomes_admin and is_working_admin and not has_other_admins(member):
        said = _(
            "%(name)s is the last admin. Nothing was changed. Make somebody else an admin first."
        )
        raise ServiceError(said % {"name": member.display_name}, param=param)


def has_other_admins(member: User) -> bool:
    """Whether without this person somebody is left who can sign in as an admin."""
    return working_admins(User.objects.exclude(pk=member.pk)).exists()


def working_admins(people: Any) -> Any:
    """Of a queryset of people, the admins who can sign in: active, and with a password or known to the provider."""
    provider = settings.SINGLE_SIGN_ON
    by_password = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    accounts = SocialAccount.objects.filter(user=OuterRef("pk"))
    by_provider = Q(Exists(accounts.filter(provider=provider.issuer))) if provider else Q()
    able = by_provider if settings.SSO_ONLY else by_password | by_provider
    return people.filter(able, is_active=True, groups__name=Role.ADMIN)


def set_roles(user: User, roles: Iterable[str]) -> None:
    """In the caller's transaction; tells nobody. Groups that are no roles stay."""
    groups = {group.name: group for group in Group.objects.filter(name__in=Role.values)}
    has, wanted = set(role_names(user)), set(roles)
    user.groups.remove(*(groups[name] for name in has - wanted))
    user.groups.add(*(groups[name] for name in wanted - has))


def named(user: User, name: str) -> User:
    """The person, called `name`: the first word is the first name."""
    first, _space, last = name.strip().partition(" ")
    user.first_name, user.last_name = first, last.strip()
    return user


def _active(old: bool, new: bool) -> dict[str, Any]:
    return {"is_active": {"old": old, "new": new}}
