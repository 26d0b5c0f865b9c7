"""Drafts: a form kept as it is typed, never over what another page of the same draft has saved since."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.models import Connection, Draft, Submission, User
from threadsui.words import number

from ..errors import ServiceError

DRAFTS_MAX = 200  # of one person
CHARACTERS_MAX = 10_000_000  # a form filled up to each of its limits still fits


class DraftConflict(ServiceError):
    """Another page saved this draft since this one was opened; `draft` is as that one left it."""

    def __init__(self, draft: Draft):
        super().__init__(_("This draft was changed in another tab. Nothing was overwritten."))
        self.draft = draft


class DraftGone(ServiceError):
    """The draft that is about to be sent is not there any more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This draft is not here any more. Nothing was sent. Its thread was created or it was "
                "discarded in another tab: look there first. Create again if this is to be another thread."
            )
        )


@dataclass(frozen=True, slots=True)
class DraftContent:
    """`fields` is the posted form: a list of values for each field's name. The rest is for lists."""

    fields: Mapping[str, Sequence[str]]
    title: str = ""
    connection: str = ""  # slug
    message_count: int = 0


def save_draft(
    *,
    owner: User,
    content: DraftContent,
    editor: UUID,
    draft_id: int | None = None,
    version: int | None = None,
    token: UUID | None = None,
) -> Draft:
    """Write the form to the draft `draft_id`, or to a new one when there is none such any more.

    `editor` is the opened page that saves: it never conflicts with itself, even when it has missed an answer and its
    `version` is old. `token`: of the create that the form is about to be sent as; see `claim_draft`. Raises
    DraftConflict when another page saved the draft after `version`, and ServiceError when there is no room.
    """
    form = _as_text(content)
    with transaction.atomic():
        draft = _find(owner, draft_id, editor)
        if draft is None:
            if token and draft_id is not None:
                raise DraftGone
            _check_room(owner)
            draft = Draft(owner=owner, editor=editor, version=0)
        elif version != draft.version and editor != draft.editor:
            raise DraftConflict(draft)
        elif editor == draft.editor and token in (None, draft.token) and _holds(draft, content):
            return draft  # a late or second save of what is there: `updated_at` tells of changes
        if token or editor != draft.editor:
            draft.token = token
        draft.form, draft.editor = form, editor
        draft.version += 1
        draft.title, draft.message_count = content.title, content.message_count
        seen = Connection.objects.visible_to(owner)
        draft.connection = seen.filter(slug=content.connection).first()
        draft.updated_at = max(timezone.now(), draft.created_at)
        draft.save()
    return draft


def claim_draft(*, token: UUID, **form: Any) -> None:
    """Tie the draft to the create that it is about to be sent as; `form` is what `save_draft` takes.

    Raises DraftGone and DraftConflict when another page has sent, discarded or changed it, for two pages of one draft
    must not make two threads. A create that was sent before goes on to its outcome.
    """
    try:
        save_draft(token=token, **form)
    except (DraftGone, DraftConflict):
        if not Submission.objects.filter(token=token).exists():
            raise


def save_as_new_draft(*, owner: User, content: DraftContent) -> Draft:
    """Keep the form beside whatever else is kept."""
    return save_draft(owner=owner, content=content, editor=uuid.uuid4())


def discard_draft(*, draft: Draft) -> None:
    draft.delete()


def remove_drafts_of(submission: Submission) -> None:
    """Remove the drafts that became `submission`'s thread; call it inside the transaction of that outcome.

    One that was written on after it had been sent stays.
    """
    for sent in filter(None, (submission, submission.parent)):
        Draft.objects.filter(token=sent.token, updated_at__lte=sent.created_at).delete()


def _find(owner: User, draft_id: int | None, editor: UUID) -> Draft | None:
    """The draft to write to. A page that missed the answer to its first save finds it by itself."""
    drafts = Draft.objects.select_for_update().filter(owner=owner)
    wanted = drafts.filter(pk=draft_id) if draft_id is not None else drafts.filter(editor=editor)
    return wanted.order_by("pk").first()


def _holds(draft: Draft, content: DraftContent) -> bool:
    return bool(draft.fields == content.fields)


def _check_room(owner: User) -> None:
    if Draft.objects.filter(owner=owner).count() >= DRAFTS_MAX:
        said = _(
            "You have %(max)s drafts, which is the limit. This one was not saved. "
            "Discard some, then type on."
        )
        raise ServiceError(said % {"max": DRAFTS_MAX})


def _as_text(content: DraftContent) -> str:
    form = json.dumps(content.fields, ensure_ascii=False)
    if len(form) > CHARACTERS_MAX:
        said = _(
            "This form has %(length)s characters; a draft holds %(max)s. It was not saved. Shorten it."
        )
        values = {"length": number(len(form)), "max": number(CHARACTERS_MAX)}
        raise ServiceError(said % values)
    return form
