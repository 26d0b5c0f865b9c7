"""Reads about a person's drafts, newest first. Lists leave the forms themselves unread."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from threadsui.models import Draft, Submission, User

RECENT = 5
A_MOMENT = timedelta(seconds=10)


def drafts_of(user: User) -> list[Draft]:
    drafts = Draft.objects.filter(owner=user).select_related("connection").defer("form")
    return list(drafts.order_by("-updated_at", "-pk"))


def recent_drafts(user: User) -> list[Draft]:
    """The few that `user` worked on last."""
    drafts = Draft.objects.filter(owner=user).select_related("connection").defer("form")
    return list(drafts.order_by("-updated_at", "-pk")[:RECENT])


def draft_count(user: User) -> int:
    return Draft.objects.filter(owner=user).count()


def draft_for(user: User, pk: int | None) -> Draft | None:
    """One draft of `user`'s own, with its form."""
    return Draft.objects.filter(owner=user, pk=pk).first() if pk is not None else None


def doubtful_create_of(draft: Draft) -> Submission | None:
    """The create that the draft was sent as, while nobody knows whether it made a thread."""
    if draft.token is None:
        return None
    sent = Submission.objects.open_unknown().filter(token=draft.token, actor=draft.owner)
    return sent.first()


def was_just_created(user: User, token: UUID) -> bool:
    """Whether the form with this token has become a thread a moment ago, so that a late save would bring it back."""
    accepted = Submission.objects.filter(token=token, actor=user, state=Submission.State.ACCEPTED)
    return accepted.filter(finished_at__gte=timezone.now() - A_MOMENT).exists()
