"""How a person wants a list: a choice of their own that changes no record, and so leaves no audit event."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from threadsui.models import ListName, SavedView, User


def set_list_display(
    *, actor: User, list_name: ListName, hidden: Iterable[str], density: str
) -> None:
    """`hidden`: the columns not to be shown; `density`: comfortable or compact."""
    _change(actor, list_name, {"hidden": sorted(hidden), "density": density})


def set_default_view(*, actor: User, list_name: ListName, view: SavedView | None) -> None:
    """The view that the list opens with; none means all of it."""
    _change(actor, list_name, {"default_view": view.pk if view else None})


def _change(actor: User, list_name: ListName, values: dict[str, Any]) -> None:
    with transaction.atomic():
        current = User.objects.select_for_update().get(pk=actor.pk)
        kept = current.list_display
        kept[list_name.value] = kept.get(list_name.value, {}) | values
        current.save(update_fields=["list_display"])
    actor.list_display = kept
