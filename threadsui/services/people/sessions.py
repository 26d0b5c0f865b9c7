"""The sessions of a person: ended all at once, whatever made them."""

from allauth.usersessions.models import UserSession
from django.db.models import F

from threadsui.models import User


def end_sessions(user: User) -> None:
    """From the end of this transaction on, nobody is signed in as `user` before they sign in anew."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    UserSession.objects.filter(user=user).delete()
