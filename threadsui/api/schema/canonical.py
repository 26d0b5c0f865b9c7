"""One spelling for bodies that mean the same, so that a body can be compared, hashed and round-tripped."""

import json
from typing import Any

from pydantic import BaseModel

# Absent, null and empty mean the same for these, so they are left out.
OPTIONAL = {
    "messages",
    "metadata",
    "attachments",
    "file_ids",
    "vector_store_ids",
    "vector_stores",
    "code_interpreter",
    "file_search",
    "tool_resources",
}


def canonical(body: BaseModel) -> dict[str, Any]:
    """The body as JSON values: keys in the contract's order, nothing that says nothing, tools once each and sorted."""
    tidied: dict[str, Any] = _tidy(body.model_dump(exclude_unset=True))
    return tidied


def canonical_json(body: BaseModel) -> str:
    """The exact text to send, as compact JSON; encode it as UTF-8."""
    return json.dumps(canonical(body), ensure_ascii=False, separators=(",", ":"))


def _tidy(value: Any, key: str = "") -> Any:
    if key == "metadata":
        return value
    if key == "tools":
        return [{"type": name} for name in sorted({tool["type"] for tool in value})]
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, dict):
        tidied = {name: _tidy(item, name) for name, item in value.items()}
        return {name: item for name, item in tidied.items() if not _says_nothing(name, item)}
    return value


def _says_nothing(key: str, value: Any) -> bool:
    return key in OPTIONAL and value in (None, {}, [])
