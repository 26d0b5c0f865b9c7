"""What comes in and what goes out, for both doors alike."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` is below `/v1` and unquoted: `/threads/thread_…`; of a repeated query key the last counts."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        """The header, whatever the case of its name; "" if it is absent."""
        name = name.lower()
        found = (value for key, value in self.headers.items() if key.lower() == name)
        return next(found, "").strip()

    @property
    def bearer_token(self) -> str:
        scheme, _, token = self.header("authorization").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. The door keeps it back for `delay` seconds, or with `is_cut` hangs up without giving it."""

    status: int
    headers: dict[str, str]
    body: bytes
    delay: float = 0.0
    is_cut: bool = False


def json_response(status: int, value: Any, **headers: str) -> Response:
    """`value` as JSON. Headers are given as `retry_after="1"`."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(status, {"content-type": "application/json"} | named, body.encode())
