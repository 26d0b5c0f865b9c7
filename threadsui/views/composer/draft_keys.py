"""The key of an opened composer: it lets that page save drafts for the person who opened it, and nothing else.

It is what keeps a text safe when the session ends under it. Nothing can be read or sent with it; it is worth nothing
once the password changes, the account is closed or a week has passed. Only the page knows it, so no other site can
use it either.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from threadsui.models import User

SALT = "threadsui.draft"
GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class DraftKey:
    """`editor` is the page that was opened, `owner` the person who opened it."""

    owner: User
    editor: uuid.UUID


def new_key(user):
    return signing.dumps([user.pk, _password_of(user), uuid.uuid4().hex], salt=SALT)


def is_key_of(text, user):
    """Whether we made it for `user`, however good it still is. Asks no database, unlike `read_key`."""
    try:
        pk, _password, _editor = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return False
    return pk == user.pk


def read_key(text):
    """The DraftKey, or None for one that we did not make or that is no longer good."""
    try:
        pk, password, editor = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    owner = User.objects.filter(pk=pk, is_active=True).first()
    if owner is None or password != _password_of(owner):
        return None
    if not owner.has_perm("threadsui.add_thread"):
        return None
    return DraftKey(owner, uuid.UUID(editor))


def _password_of(user):
    """Changes with the password, and says nothing about it."""
    return user.get_session_auth_hash()[:16]
