"""JSON with colours, and what changed as lines of a diff. Everything is escaped; only spans are made."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from threadsui.audit.presenting import field_label

register = template.Library()

# Above this, colours cost more than they help: the text is shown plain.
HIGHLIGHT_MAX_LENGTH = 200_000
# The string is possessive and its closing quote optional, so that a broken body costs linear time.
TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*+"?)(?P<colon>\s*:)?"""
    r"""|(?P<number>-?\d[\d.eE+-]*+|\b(?:true|false|null)\b)"""
    r"""|(?P<mark>[{}\[\],:]++)""",
    re.DOTALL,
)


@register.filter
def highlight_json(value: Any) -> SafeString:
    """`value` (JSON text, or anything JSON can say) as escaped text with <span class=k|s|n|p>."""
    text = as_json(value)
    if len(text) > HIGHLIGHT_MAX_LENGTH:
        return conditional_escape(text)
    parts = []
    position = 0
    for match in TOKEN.finditer(text):
        parts += [escape(text[position : match.start()]), _span(match)]
        position = match.end()
    parts.append(escape(text[position:]))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped, here and in _span


def _span(match: re.Match) -> str:
    if (string := match["string"]) is not None:
        if match["colon"]:
            return f'<span class="k">{escape(string)}</span>{_mark(match["colon"])}'
        return f'<span class="s">{escape(string)}</span>'
    if match["number"]:
        return f'<span class="n">{escape(match["number"])}</span>'
    return _mark(match["mark"])


def _mark(text: str) -> str:
    return f'<span class="p">{escape(text)}</span>'


@register.filter
def as_json(value: Any) -> str:
    """Indented JSON. Text that is JSON is indented too; other text is returned as it is."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return value
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


@register.filter
def diff_lines(changes: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """{field: {"old", "new"}} as lines: kind (header, same, removed, added), before, marked, after."""
    lines = []
    for field, change in (changes or {}).items():
        lines.append(_line("header", field_label(field)))
        lines += _field_lines(change)
    return lines


def _field_lines(change: Any) -> Iterator[dict[str, str]]:
    if not isinstance(change, dict) or not change.keys() & {"old", "new"}:
        change = {"old": None, "new": change}
    old, new = _flat(change.get("old")), _flat(change.get("new"))
    for key in old | new:
        yield from _key_lines(key, old.get(key), new.get(key))


def _key_lines(key: str, old: str | None, new: str | None) -> Iterator[dict[str, str]]:
    prefix = f"{key}: " if key else ""
    if old == new:
        yield _line("same", f"{prefix}{old}")
        return
    start, end = _common(old or "", new or "") if old and new else (0, 0)
    for kind, text in (("removed", old), ("added", new)):
        if text is None:
            continue
        if old is None or new is None:
            yield _line(kind, prefix + text)
        else:
            stop = len(text) - end
            yield _line(kind, prefix + text[:start], text[start:stop], text[stop:])


def _line(kind: str, before: str, marked: str = "", after: str = "") -> dict[str, str]:
    return {"kind": kind, "before": before, "marked": marked, "after": after}


def _common(old: str, new: str) -> tuple[int, int]:
    """How many characters both texts begin, and end, with; the two never overlap."""
    start = _same_length(old, new)
    room = min(len(old), len(new)) - start
    return start, _same_length(old[::-1][:room], new[::-1][:room])


def _same_length(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)  # the shorter one ends it
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Nested objects as {"a.b": text}; lists and everything else as one text. None is no line."""
    if isinstance(value, dict):
        flat = {}
        for key, item in value.items():
            flat |= _flat(item, f"{path}.{key}" if path else str(key))
        return flat or ({path: "{}"} if path else {})
    if value is None:
        return {path: "null"} if path else {}
    return {path: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}


@register.filter
def without_proofs(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes of an audit event without its SHA-256 sums, which say nothing to a person at a glance."""
    return {name: change for name, change in changes.items() if not name.endswith("sha256")}


@register.filter
def proofs(changes: dict[str, Any]) -> list[Any]:
    """The SHA-256 sums of an audit event: [{"old": …, "new": …}]."""
    return [change for name, change in changes.items() if name.endswith("sha256")]
