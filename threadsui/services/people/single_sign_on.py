"""People who come through the OpenID provider: who they are here, and with which roles.

The provider's groups rule the roles at every sign-in (docs/adr/0018). What is decided here is written in one
transaction; somebody who is refused leaves nothing behind but the event of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from threadsui.audit.recording import diff, record
from threadsui.models import AuditEvent, PasswordLink, Role, User

from ..errors import ServiceError
from .members import (
    NOBODY,
    has_other_admins,
    named,
    role_names,
    set_roles,
    told,
    wait_for_other_changes,
)

Action = AuditEvent.Action
USERNAME_MAX_LENGTH = 140  # characters, and room for a number
NO_ROLE = _(
    "None of your groups at %(provider)s has a role here. You are not signed in. Ask an admin which group you need."
)
TOO_MANY_GROUPS = _(
    "You are in more groups than %(provider)s names in a sign-in. You are not signed in. "
    "Ask an admin to have it name only those of this console."
)
NOT_VERIFIED = _(
    "Somebody here has your email address, and %(provider)s does not say that it is verified. You are not signed in. "
    "Ask an admin."
)
ADDRESS_TAKEN = _(
    "Your email address belongs to somebody here who signs in with another account of %(provider)s. "
    "You are not signed in. Ask an admin."
)
SWITCHED_OFF = _(
    "Your account here is switched off. You are not signed in. Ask an admin to switch it on."
)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A person as the provider tells of them, verified. `issuer` and `subject` together are theirs alone, for ever."""

    issuer: str
    subject: str
    provider_name: str
    email: str = ""
    email_is_verified: bool = False
    username: str = ""
    name: str = ""
    groups: tuple[str, ...] = ()
    has_too_many_groups: bool = False
    has_second_factor: bool = False


@dataclass(frozen=True)
class Admission:
    """`keeps_admin`: no group of theirs makes them an admin, but they are the last one."""

    user: User
    keeps_admin: bool = False


class SignOnRefused(ServiceError):
    """Why somebody does not come in: `message` for them, `reason` in English for the history."""

    def __init__(self, said: Any, *, user: User | None = None, **values: str):
        super().__init__(str(said) % values)
        with translation.override(None):
            self.reason = str(said) % values
        self.user = user


def admit(*, identity: Identity) -> Admission:
    """The person that this is here, with the roles of their groups; added when they are new. Raises SignOnRefused."""
    with transaction.atomic():
        wait_for_other_changes()
        account = _account_of(identity)
        user = account.user if account else _by_email(identity)
        if user is not None and not user.is_active:
            raise SignOnRefused(SWITCHED_OFF, user=user)
        roles, keeps_admin = _roles_for(identity, user)
        if user is None:
            user = _added(identity, roles)
        else:
            _update(user, identity, roles, is_linked=account is not None)
    return Admission(user, keeps_admin=keeps_admin)


def is_known(*, identity: Identity, as_user: User) -> bool:
    """Whether `as_user` signs in as this identity."""
    account = _account_of(identity)
    return account is not None and account.user_id == as_user.pk


def record_refusal(*, user: User | None, reason: str, provider_name: str) -> None:
    """Of somebody whom the provider sent, or did not. `reason`: in English, and nothing that a stranger wrote."""
    names = {"username": {"old": None, "new": user.username}} if user else {}
    said = f"Through {provider_name}. {reason}"
    record(Action.USER_SIGN_IN_REFUSED, actor=None, target=user or User, changes=names, reason=said)


def _account_of(identity: Identity) -> SocialAccount | None:
    accounts = SocialAccount.objects.filter(provider=identity.issuer, uid=identity.subject)
    return accounts.select_related("user").first()


def _by_email(identity: Identity) -> User | None:
    """The person with this address. One whom the provider knows as somebody else is not given away with it."""
    if not identity.email:
        return None
    similar = User.objects.filter(email__iexact=identity.email)
    found = [user for user in similar if _is_same(user.email, identity.email)]
    if not found:
        return None
    provider = identity.provider_name
    if not identity.email_is_verified:
        raise SignOnRefused(NOT_VERIFIED, user=found[0], provider=provider)
    linked = SocialAccount.objects.filter(provider=identity.issuer, user__in=found)
    if len(found) > 1 or linked.exists():
        raise SignOnRefused(ADDRESS_TAKEN, user=found[0], provider=provider)
    return found[0]


def _is_same(one: str, other: str) -> bool:
    """Databases take letters such as “ſ” and the dotless “ı” for s and i in another case. Mailboxes do not."""
    return one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())


def _roles_for(identity: Identity, user: User | None) -> tuple[list[str], bool]:
    """The roles, and whether that of the admin is among them only because nobody else has it."""
    rules: Any = settings.SINGLE_SIGN_ON
    if user is not None and not rules.roles:
        return role_names(user), False
    if identity.has_too_many_groups:
        raise SignOnRefused(TOO_MANY_GROUPS, user=user, provider=identity.provider_name)
    roles = rules.roles_for(identity.groups)
    keeps_admin = user is not None and _is_last_admin(user) and Role.ADMIN.value not in roles
    if keeps_admin:
        roles = [Role.ADMIN.value, *roles]
    if not roles:
        raise SignOnRefused(NO_ROLE, user=user, provider=identity.provider_name)
    return roles, keeps_admin


def _is_last_admin(user: User) -> bool:
    return Role.ADMIN.value in role_names(user) and not has_other_admins(user)


def _added(identity: Identity, roles: list[str]) -> User:
    email = identity.email if identity.email_is_verified else ""
    user = named(User(username=_free_username(identity), email=email), identity.name)
    user.set_unusable_password()
    user.save()
    set_roles(user, roles)
    _link(user, identity)
    changes = diff(NOBODY, told(user)) | _linked(identity)
    record(Action.USER_CREATED, actor=None, target=user, changes=changes, reason=_why(identity))
    return user


def _update(user: User, identity: Identity, roles: list[str], *, is_linked: bool) -> None:
    changes: Mapping[str, Any] = {}
    if not is_linked:
        _link(user, identity)
        PasswordLink.objects.filter(user=user).delete()
        changes = _linked(identity)
    before = told(user)
    if set(roles) != set(role_names(user)):
        set_roles(user, roles)
        user = User.objects.prefetch_related("groups").get(pk=user.pk)
    changes = {**changes, **diff(before, told(user))}
    if changes:
        record(Action.USER_UPDATED, actor=None, target=user, changes=changes, reason=_why(identity))


def _link(user: User, identity: Identity) -> None:
    """Of what the provider tells no more is kept than who they are there."""
    SocialAccount.objects.create(user=user, provider=identity.issuer, uid=identity.subject)


def _linked(identity: Identity) -> dict[str, Any]:
    return {"single_sign_on": {"old": None, "new": identity.provider_name}}


def _why(identity: Identity) -> str:
    return f"Signed in through {identity.provider_name}"


def _free_username(identity: Identity) -> str:
    """What the provider calls them, or the start of their address; with a number when somebody has it."""
    wanted = (identity.username or identity.email).partition("@")[0]
    letters = "".join(one if one.isalnum() or one in ".+-_" else "-" for one in wanted)
    letters = letters[:USERNAME_MAX_LENGTH] or "person"
    similar = User.objects.filter(username__istartswith=letters)
    taken = {one.lower() for one in similar.values_list("username", flat=True)}
    free, number = letters, 1
    while free.lower() in taken:
        number += 1
        free = f"{letters}-{number}"
    return free
