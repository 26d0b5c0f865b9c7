"""Reads what servers say when they refuse. Never raises: every shape, and no shape, gives an `ErrorBody`.

Seen in the wild: nothing; text; HTML; {"error": "…"}; {"error": {message, type, param, code}} (OpenAI; Azure adds
`target`); {"detail": "…"} and {"detail": [{loc, msg, type}]} (FastAPI); {title, detail} (problem+json, Prism adds
`validation`); {"message": …, "code": …, "request_id": …} (DashScope, cortex).
"""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MESSAGE_MAX_LENGTH = 1000  # characters
WORD_MAX_LENGTH = 200  # characters of type, code, param, request id
LOCATED_MAX = 5  # located problems told in one message

_TITLE = re.compile(r"<(title|h1)[^>]{0,200}>(.{1,500}?)</\1>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,1000}>")
_BLANK = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # would turn around the text that follows


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """What a refusal says. `message` is empty when it says nothing; the rest is None when absent."""

    message: str = ""
    type: str | None = None
    code: str | None = None
    param: str | None = None
    request_id: str | None = None
    is_empty: bool = False


def read_error_body(body: bytes) -> ErrorBody:
    """Find message, type, code, param and request id in an error body of any shape."""
    if not body.strip():
        return ErrorBody(is_empty=True)
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return ErrorBody(message=_said_in_text(body.decode("utf-8", "replace")))
    if isinstance(value, dict):
        return _from_object(value)
    if isinstance(value, list):
        return _from_located(value) or ErrorBody()
    return ErrorBody(message=clean(value, MESSAGE_MAX_LENGTH))


def shape_of(body: bytes) -> str:
    """Which kind of server speaks so: "openai", "string", "detail", "problem", "message", "json", "text", "empty"."""
    if not body.strip():
        return "empty"
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return "text"
    if not isinstance(value, dict):
        return "json"
    error = value.get("error")
    shapes = {
        "openai": isinstance(error, dict) and "message" in error,
        "string": isinstance(error, str),
        "problem": "title" in value and ("status" in value or "type" in value),
        "detail": "detail" in value,
        "message": "message" in value,
    }
    return next((shape for shape, fits in shapes.items() if fits), "json")


def clean(value: object, limit: int) -> str:
    """One printable line of bounded length that any database takes; "" for anything but text and numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        text = str(value)[: limit * 4]
    except ValueError:  # an integer too long to print
        return ""
    text = text.encode("utf-8", "replace").decode()  # JSON may hold lone surrogates
    text = _BLANK.sub(" ", _TURNING.sub("", text)).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _word(*values: object) -> str | None:
    return next((word for value in values if (word := clean(value, WORD_MAX_LENGTH))), None)


def _from_object(value: dict[str, Any]) -> ErrorBody:
    error = value.get("error")
    inner: dict[str, Any] = error if isinstance(error, dict) else value
    located = _located_in(inner) or _located_in(value) or ErrorBody()
    said = [
        inner.get("message"),
        inner.get("detail"),
        error,
        value.get("detail"),
        value.get("message"),
        value.get("title"),
    ]
    message = next((text for item in said if (text := _said(item))), "")
    return ErrorBody(
        message=message or located.message,
        type=_word(inner.get("type"), value.get("type")),
        code=_word(inner.get("code"), value.get("code"), located.code),
        param=_word(inner.get("param"), inner.get("target"), located.param),
        request_id=_word(
            *(place.get(name) for place in (inner, value) for name in ("request_id", "requestId"))
        ),
    )


def _said(value: object) -> str:
    if isinstance(value, list):  # NestJS: {"message": ["…", "…"]}
        value = "; ".join(
            filter(None, (clean(item, MESSAGE_MAX_LENGTH) for item in value[:LOCATED_MAX]))
        )
    return clean(value, MESSAGE_MAX_LENGTH)


def _located_in(value: dict[str, Any]) -> ErrorBody | None:
    found = (
        _from_located(value.get(name)) for name in ("detail", "validation", "details", "errors")
    )
    return next(filter(None, found), None)


def _from_located(items: object) -> ErrorBody | None:
    """[{"loc": ["body", "messages", 0], "msg": "…", "type": "…"}]: the first one's place, everyone's sentence."""
    if not isinstance(items, list):
        return None
    problems = [item for item in items[:LOCATED_MAX] if isinstance(item, dict)]
    if not problems:
        return None
    places = [
        _place(item.get("loc") or item.get("location") or item.get("path")) for item in problems
    ]
    sentences = [
        clean(item.get("msg") or item.get("message"), MESSAGE_MAX_LENGTH) for item in problems
    ]
    told = (": ".join(filter(None, pair)) for pair in zip(places, sentences, strict=True))
    return ErrorBody(
        message=clean("; ".join(filter(None, told)), MESSAGE_MAX_LENGTH),
        code=_word(*(item.get("code") or item.get("type") for item in problems[:1])),
        param=_word(*places[:1]),
    )


def _place(location: object) -> str:
    if not isinstance(location, list):
        return clean(location, WORD_MAX_LENGTH)
    steps: Iterable[object] = location[1:] if location[:1] == ["body"] else location
    return ".".join(filter(None, (clean(step, WORD_MAX_LENGTH) for step in steps)))


def _said_in_text(text: str) -> str:
    text = text[:20_000]
    if "<" not in text[:200]:
        return clean(text, MESSAGE_MAX_LENGTH)
    title = _TITLE.search(text)
    return clean(html.unescape(_TAG.sub(" ", title[2])), MESSAGE_MAX_LENGTH) if title else ""
