"""Saved views: the filters of a list under a name, for oneself or for everybody who may see the list.

That `actor` may share, or change what others share, is the caller's to check; so is that the query makes sense.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from threadsui.models import AuditEvent, ListName, SavedView, User

from . import shareables

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
    """Raises ServiceError: `param` is `name` when the person has one of that name for this list."""
    view = SavedView(owner=actor, list=list_name, **asdict(content))
    return shareables.add(view, action=Action.SAVED_VIEW_CREATED, limit=VIEWS_MAX, told=_told)


def update_saved_view(
    *, view: SavedView, actor: User, content: ViewContent, version: str | None = None
) -> SavedView:
    """Raises ServiceError as `shareables.change` does; `version` is the one that the person has seen."""
    return shareables.change(
        view,
        asdict(content),
        actor=actor,
        action=Action.SAVED_VIEW_UPDATED,
        told=_told,
        version=version,
    )


def delete_saved_view(*, view: SavedView, actor: User, reason: str = "") -> None:
    """Whoever has it as their default gets the whole list again. Raises ServiceError as `shareables.remove` does."""
    shareables.remove(
        view, actor=actor, action=Action.SAVED_VIEW_DELETED, told=_told, reason=reason
    )


def _told(view: SavedView) -> dict[str, Any]:
    """What everybody sees of a shared view; of a private one, proof of which it was."""
    columns = view.hidden_columns and list(view.hidden_columns)
    content = {"name": view.name, "query": view.query, "hidden_columns": columns}
    if not view.is_shared:
        text = json.dumps(content, sort_keys=True)
        content = {"sha256": hashlib.sha256(text.encode()).hexdigest()}
    return {"list": view.list, "is_shared": view.is_shared, **content}
