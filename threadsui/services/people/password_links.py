"""Links by which a person chooses a password: the invited their first, the locked out a new one.

An admin hands the link over; the console sends no mail. It is good once and for some days. It is signed, so that a
made-up one is refused before the database is asked, and only its hash is stored: who reads the database cannot use it.
"""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, PasswordLink, User

from ..errors import ServiceError

INVITATION_LASTS = timedelta(days=7)
NEW_PASSWORD_LASTS = timedelta(days=1)
Action = AuditEvent.Action
_signer = signing.Signer(salt="threadsui.password_link", sep=".")


def make_link(*, actor: User, member: User) -> str:
    """The token of a new link; one that was open is good no more.

    Raises ServiceError for oneself, and for somebody who is deactivated.
    """
    if actor.pk == member.pk:
        raise ServiceError(_("Change your own password under Account. No link was made."))
    with transaction.atomic():
        current = User.objects.select_for_update(no_key=True).get(pk=member.pk)
        if not current.is_active:
            raise ServiceError(
                _("This person is deactivated. No link was made. Activate them first.")
            )
        old = PasswordLink.objects.filter(user=current).first()
        token, link = new_link(current)
        changes = _expires(old, link)
        record(Action.USER_LINK_MADE, actor=actor, target=current, changes=changes)
    return token


def withdraw_link(*, actor: User, member: User) -> None:
    """Let the open link be good no more. Without one nothing happens."""
    with transaction.atomic():
        current = User.objects.select_for_update(no_key=True).get(pk=member.pk)
        link = PasswordLink.objects.filter(user=current).first()
        if link is None:
            return
        link.delete()
        changes = _expires(link, None)
        record(Action.USER_LINK_WITHDRAWN, actor=actor, target=current, changes=changes)


def find_link(token: str) -> PasswordLink | None:
    """The open link of this token, with its person; None for any other token, and for a person who is deactivated."""
    try:
        _signer.unsign(token)
    except signing.BadSignature:
        return None
    link = PasswordLink.objects.select_related("user").filter(token_hash=_hash(token)).first()
    return link if link and link.user.is_active and not link.is_expired else None


def use_link(*, token: str, password: str) -> User:
    """Set the person's password, which ends the link and all of their sessions.

    Raises ServiceError: param `password` when it breaks the rules, none when the link is not good (any more).
    """
    found = _found(token)
    check_password_rules(password, found.user, _("No password was set."))
    hashed = make_password(password)  # before the transaction: it takes a third of a second
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=found.user_id)
        link = _found(token)  # of two at the same moment one is left
        user.password = hashed
        user.save(update_fields=["password"])
        link.delete()
        changes = {"password_link": {"old": "open", "new": "used"}}
        record(Action.USER_PASSWORD_CHANGED, actor=user, target=user, changes=changes)
    return user


def _found(token: str) -> PasswordLink:
    link = find_link(token)
    if link is None:
        raise ServiceError(_("This link is not good any more. Ask an admin for a new one."))
    return link


def new_link(user: User) -> tuple[str, PasswordLink]:
    """A link in the place of the one there may be, in the caller's transaction; tells nobody."""
    token = _signer.sign(secrets.token_urlsafe(32))
    now = timezone.now()
    lasts = NEW_PASSWORD_LASTS if user.has_usable_password() else INVITATION_LASTS
    values = {"token_hash": _hash(token), "created_at": now, "expires_at": now + lasts}
    link, _made = PasswordLink.objects.update_or_create(user=user, defaults=values)
    return token, link


def check_password_rules(password: str, user: User, nothing: str) -> None:
    """Raises ServiceError (param `password`) with every rule that it breaks."""
    try:
        validate_password(password, user)
    except ValidationError as exc:
        raise ServiceError(" ".join([*exc.messages, nothing]), param="password") from exc


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _expires(
    old: PasswordLink | None, new: PasswordLink | None
) -> dict[str, dict[str, str | None]]:
    ends = {
        "old": old.expires_at.isoformat() if old else None,
        "new": new.expires_at.isoformat() if new else None,
    }
    return {"link_expires_at": ends}
