"""Saved views: the filters of a list under a name, for oneself or for everybody who may see the list.

That `actor` may share, or change what others share, is the caller's to check; so is that the query makes sense.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.appending import append
from threadsui.audit.recording import diff, new_event, record
from threadsui.models import AuditEvent, ListName, SavedView, User

from .errors import ServiceError

Action = AuditEvent.Action
VIEWS_MAX = 50  # of one person for one list


@dataclass(frozen=True, slots=True)
class ViewContent:
    """`query` as in the address; `hidden_columns` are the view's own, None for each person's choice."""

    name: str
    query: str
    is_shared: bool = False
    hidden_columns: Sequence[str] | None = None


def create_saved_view(*, actor: User, list_name: ListName, content: ViewContent) -> SavedView:
    """Raises ServiceError, at `name`, when the person has one of that name or no room for another."""
    if SavedView.objects.filter(owner=actor, list=list_name).count() >= VIEWS_MAX:
        raise ServiceError(
            _("You have %(number)d views of this list, which is the limit. Delete one first.")
            % {"number": VIEWS_MAX},
            param="name",
        )
    view = SavedView(owner=actor, list=list_name, **asdict(content))
    with _unique_name(content.name), transaction.atomic():
        view.save()
        record(Action.SAVED_VIEW_CREATED, actor=actor, target=view, changes=_told({}, view))
    return view


def update_saved_view(*, view: SavedView, actor: User, content: ViewContent) -> SavedView:
    """Write what differs; nothing, and no event, when nothing does. Raises ServiceError as create does."""
    with _unique_name(content.name), transaction.atomic():
        current = SavedView.objects.select_for_update().get(pk=view.pk)
        before = _values(current)
        for name, value in asdict(content).items():
            setattr(current, name, value)
        if changes := _told(before, current):
            current.updated_at = timezone.now()
            current.save()
            record(Action.SAVED_VIEW_UPDATED, actor=actor, target=current, changes=changes)
    return current


def delete_saved_view(*, view: SavedView, actor: User) -> None:
    """Whoever has it as their default gets the whole list again."""
    with transaction.atomic():
        event = new_event(
            Action.SAVED_VIEW_DELETED, actor=actor, target=view, changes=diff(_values(view), {})
        )
        view.delete()
        append([event])


@contextmanager
def _unique_name(name: str) -> Iterator[None]:
    """Turn the constraint's violation into the sentence at the name."""
    try:
        yield
    except IntegrityError as exc:
        raise ServiceError(
            _("There is a view called “%(name)s” already. Choose another name.") % {"name": name},
            param="name",
        ) from exc


def _told(before: dict[str, Any], view: SavedView) -> dict[str, Any]:
    return diff(before, _values(view))


def _values(view: SavedView) -> dict[str, Any]:
    return {
        "list": view.list,
        "name": view.name,
        "query": view.query,
        "is_shared": view.is_shared,
        "hidden_columns": view.hidden_columns and list(view.hidden_columns),
    }
