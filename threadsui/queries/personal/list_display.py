"""How a person wants a list. It comes with the person, who is read with every request: no query of its own."""

from dataclasses import dataclass, field

from threadsui.models import ListName, User

DENSITIES = ("comfortable", "compact")


@dataclass(frozen=True, slots=True)
class ListDisplay:
    """`hidden` are names of columns; `default_view` is the id of a view, which may be gone by now."""

    hidden: frozenset[str] = field(default_factory=frozenset)
    density: str = DENSITIES[0]
    default_view: int | None = None


def display_of(user: User, list_name: ListName) -> ListDisplay:
    """What was never chosen, or makes no sense any more, is as for everybody."""
    kept = user.list_display.get(list_name.value) or {}
    density = kept.get("density")
    return ListDisplay(
        hidden=frozenset(kept.get("hidden") or ()),
        density=density if density in DENSITIES else DENSITIES[0],
        default_view=kept.get("default_view"),
    )
