"""Pages of what people share by name: one's own first, then by name; by key, so that no page skips or repeats a row."""

from typing import Any, TypeVar

from django.core import signing
from django.db.models import Case, Model, Q, QuerySet, Value, When

from threadsui.models import User

from .pagination import PAGE_SIZE, InvalidCursor, Page

Row = TypeVar("Row", bound=Model)
Key = tuple[int, str, int]  # 0 for one's own and 1 for others', the name, the primary key
FORWARD, BACK = "older", "newer"  # what pages of a list call their neighbours


def own_first(user: User) -> Case:
    """To order by: what is shared by many never pushes somebody's own out of a list that is cut."""
    return Case(When(owner=user, then=Value(0)), default=Value(1))


def by_name(
    queryset: QuerySet[Row], *, user: User, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Row]:
    """The page of `queryset` at `cursor`, as `user` sees it. Raises InvalidCursor."""
    ranked: Any = queryset.annotate(rank=own_first(user))
    direction, start = _read(cursor, queryset.model) if cursor else (FORWARD, None)
    if direction == BACK and start:
        rows = list(_beyond(ranked, start, is_back=True)[: size + 1])
        if len(rows) <= size:
            return by_name(queryset, user=user, size=size)  # the whole first page is of more use
        rows = rows[:size][::-1]
        return Page(rows, newer=_cursor(BACK, rows[0]), older=_cursor(FORWARD, rows[-1]))
    rows = list(_beyond(ranked, start)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    return Page(
        rows,
        newer=_cursor(BACK, rows[0]) if start and rows else "",
        older=_cursor(FORWARD, rows[-1]) if has_more else "",
    )


def _beyond(ranked: QuerySet[Row], start: Key | None, *, is_back: bool = False) -> QuerySet[Row]:
    sign, way = ("-", "lt") if is_back else ("", "gt")
    ordered = ranked.order_by(f"{sign}rank", f"{sign}name", f"{sign}pk")
    if start is None:
        return ordered
    rank, name, pk = start
    return ordered.filter(
        Q(**{f"rank__{way}": rank})
        | Q(rank=rank, **{f"name__{way}": name})
        | Q(rank=rank, name=name, **{f"pk__{way}": pk})
    )


def _cursor(direction: str, row: Any) -> str:
    return signing.Signer(salt=_salt(type(row))).sign_object(
        [direction, row.rank, row.name, row.pk]
    )


def _read(text: str, model: type[Model]) -> tuple[str, Key]:
    try:
        direction, rank, name, pk = signing.Signer(salt=_salt(model)).unsign_object(text)
    except (signing.BadSignature, ValueError, TypeError) as exc:
        raise InvalidCursor(text) from exc
    return direction, (rank, name, pk)


def _salt(model: type[Model]) -> str:
    return f"{model._meta.label_lower}.name"
