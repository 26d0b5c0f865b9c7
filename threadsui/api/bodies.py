"""Request bodies as bytes, and ids as parts of a path."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

from .exceptions import APIRequestError
from .schema import canonical_json

Payload = BaseModel | Mapping[str, Any] | bytes | str
"""A request body: bytes and text are sent exactly as they are, a model or mapping as compact JSON."""


def new_body(payload: Payload) -> bytes:
    """The body of a create: a model in its canonical spelling, where what says nothing is left out."""
    return _encoded(canonical_json(payload) if isinstance(payload, BaseModel) else payload)


def changed_body(payload: Payload) -> bytes:
    """The body of an update: null and {} are kept, because there they mean "clear this"."""
    return _encoded(
        payload.model_dump_json(exclude_unset=True) if isinstance(payload, BaseModel) else payload
    )


def path_of(*parts: str) -> str:
    """`/threads/abc%2Fd`: every part quoted whole. Raises APIRequestError for a part that would change the path."""
    return "".join(f"/{_quoted(part)}" for part in parts)


def _encoded(payload: Mapping[str, Any] | bytes | str) -> bytes:
    if isinstance(payload, bytes):
        return payload
    if not isinstance(payload, str):
        payload = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return payload.encode()
    except UnicodeEncodeError:
        error = APIRequestError(
            "The request holds half a character (a lone surrogate). Nothing was sent."
        )
    raise error


def _quoted(part: str) -> str:
    try:
        quoted = quote(part, safe="")
    except UnicodeEncodeError:
        quoted = ""
    # A client or proxy on the way would resolve the dots, and so reach another endpoint.
    if quoted in {"", ".", ".."}:
        raise APIRequestError(f"{part!r} cannot be an id. Nothing was sent.")
    return quoted
