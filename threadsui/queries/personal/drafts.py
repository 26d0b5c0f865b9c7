"""Reads about a person's drafts, newest first. Lists leave the forms themselves unread."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from threadsui.models import Draft, Submission, User
from threadsui.models.visibility import hidden_from

RECENT = 5
A_MOMENT = timedelta(seconds=10)


def drafts_of(user: User) -> list[Draft]:
    return _listed(user, None)


def recent_drafts(user: User) -> list[Draft]:
    """The few that `user` worked on last."""
    return _listed(user, RECENT)


def draft_count(user: User) -> int:
    return Draft.objects.filter(owner=user).count()


def draft_for(user: User, pk: int | None) -> Draft | None:
    """One draft of `user`'s own, with its form."""
    return Draft.objects.filter(owner=user, pk=pk).first() if pk is not None else None


def doubtful_create_of(draft: Draft) -> Submission | None:
    """The create that the draft was sent as, while nobody knows whether it made a thread."""
    if draft.token is None:
        return None
    sent = Submission.visible.open_unknown().filter(token=draft.token, actor=draft.owner)
    return sent.first()


def _listed(user: User, most: int | None) -> list[Draft]:
    """Each with its connection, unless that is kept for others by now."""
    drafts = Draft.objects.filter(owner=user).select_related("connection").defer("form")
    found = list(drafts.order_by("-updated_at", "-pk")[:most])
    hidden = hidden_from(user).connections if found else {}
    for draft in found:
        if draft.connection_id in hidden:
            draft.connection = None
    return found


def was_just_created(user: User, token: UUID) -> bool:
    """Whether the form with this token has become a thread a moment ago, so that a late save would bring it back."""
    accepted = Submission.objects.filter(token=token, actor=user, state=Submission.State.ACCEPTED)
    return accepted.filter(finished_at__gte=timezone.now() - A_MOMENT).exists()
