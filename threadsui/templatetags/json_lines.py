"""JSON that reads as lines and copies as one: the indentation is the stylesheet's, the text stays the exact body."""

import json
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# class i: a line of its own, indented; k, s and n colour as in `highlight_json`. Signs are bare text, for elements of
# their own would be nearly half of all.


@register.filter
def json_lines(value: Any) -> SafeString:
    """Nothing but spans around compact JSON: take them away, and `json.dumps` without white space is left."""
    parts: list[str] = []
    _write(value, parts)
    return mark_safe("".join(parts))  # noqa: S308  every text is escaped in _scalar


def _write(value: Any, parts: list[str]) -> None:
    if not isinstance(value, dict | list) or not value:
        parts.append(_scalar(value))
        return
    is_object = isinstance(value, dict)
    items = list(value.items() if is_object else enumerate(value))
    parts.append(f"<span>{'{' if is_object else '['}</span>")  # an element, for the space before it
    for place, (key, item) in enumerate(items, start=1):
        parts.append('<span class="i">')
        if is_object:
            parts.append(f'<span class="k">{_text(key)}</span>:')
        _write(item, parts)
        parts.append(",</span>" if place < len(items) else "</span>")
    parts.append("}" if is_object else "]")


def _scalar(value: Any) -> str:
    if isinstance(value, dict | list):
        return f"<span>{_text(value)}</span>"
    return f'<span class="{"s" if isinstance(value, str) else "n"}">{_text(value)}</span>'


def _text(value: Any) -> str:
    return escape(json.dumps(value, ensure_ascii=False))
