"""A person's edit, made from what the console showed, put onto what the server has now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from threadsui.api import schema
from threadsui.words import told

from ..errors import ChangedMeanwhile, ServiceError

Value = TypeVar("Value")
IDS_OF = {"code_interpreter": "file_ids", "file_search": "vector_store_ids"}
_ABSENT = object()


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What a person wants, and what they had seen when they began. Tool resources None: not edited."""

    metadata: Mapping[str, str]
    seen: Mapping[str, str]
    tool_resources: Mapping[str, Any] | None = None
    seen_tool_resources: Mapping[str, Any] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the person changed nothing of what is sent."""
        return dict(self.metadata) == dict(self.seen) and self._wanted_ids == self._seen_ids

    def body_onto(
        self, metadata: Mapping[str, Any], tool_resources: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The body that makes the edit on a server which has these now, without what stays; {} when all of it does.

        Raises ServiceError for a key that was changed there too, and for a result that breaks the contract.
        """
        merged = merge(wanted=self.metadata, seen=self.seen, current=metadata, field="metadata")
        known = ids_in(tool_resources)
        ids = merge(
            wanted=self._wanted_ids, seen=self._seen_ids, current=known, field="tool_resources"
        )
        body: dict[str, Any] = {}
        if merged != metadata:
            body["metadata"] = merged
        if ids != known:
            body["tool_resources"] = with_ids(tool_resources, ids)
        _check(body, ids)
        return body

    @property
    def _wanted_ids(self) -> dict[str, list[str]]:
        return ids_in(self.tool_resources or {})

    @property
    def _seen_ids(self) -> dict[str, list[str]]:
        return {} if self.tool_resources is None else ids_in(self.seen_tool_resources or {})


def merge(
    *,
    wanted: Mapping[str, Value],
    seen: Mapping[str, Value],
    current: Mapping[str, Value],
    field: str,
) -> dict[str, Value]:
    """`current` with what differs between `seen` and `wanted`; keys that the person left alone stay as they are.

    Raises ServiceError, with `field.KEY` as its param, when a key was changed on the server as well, and to another
    value. That both want the same is no conflict.
    """
    changed = {key for key in wanted.keys() | seen.keys() if not _same(wanted, seen, key)}
    for key in sorted(changed):
        if not (_same(current, seen, key) or _same(current, wanted, key)):
            raise _conflict(field, key, current)
    kept = {key: value for key, value in current.items() if key not in changed or key in wanted}
    return kept | {key: value for key, value in wanted.items() if key in changed}


def ids_in(tool_resources: Mapping[str, Any]) -> dict[str, list[str]]:
    """{"code_interpreter": [file ids], "file_search": [vector store ids]}; a tool without ids is left out."""
    found = {
        tool: (tool_resources.get(tool) or {}).get(name) or [] for tool, name in IDS_OF.items()
    }
    return {tool: list(ids) for tool, ids in found.items() if ids}


def with_ids(tool_resources: Mapping[str, Any], ids: Mapping[str, list[str]]) -> dict[str, Any]:
    """`tool_resources` with other ids; what the console does not know of stays.

    A tool without ids gets an empty list, which clears it on a server that replaces tool by tool as well as on one
    that replaces the whole.
    """
    known = {
        tool: _only_at_creation_left_out(tool_resources.get(tool)) | {name: ids.get(tool, [])}
        for tool, name in IDS_OF.items()
        if tool in ids or tool_resources.get(tool)
    }
    return {tool: value for tool, value in tool_resources.items() if value is not None} | known


def _only_at_creation_left_out(tool: Mapping[str, Any] | None) -> dict[str, Any]:
    """Without the new vector stores, which the record of a server that echoes nothing still speaks of."""
    return {name: value for name, value in (tool or {}).items() if name != "vector_stores"}


def _check(body: Mapping[str, Any], ids: Mapping[str, list[str]]) -> None:
    """The contract, for what the console knows of: a server may have tools of its own, which are sent back as is."""
    checked = dict(body)
    if "tool_resources" in body:
        checked["tool_resources"] = {tool: {IDS_OF[tool]: found} for tool, found in ids.items()}
    try:
        schema.parse(schema.UpdateThread, checked)
    except schema.SchemaError as exc:
        problem = exc.problems[0]
        said = f"{told(problem.sentence, problem.values)} {_('Nothing was sent.')}"
        raise ServiceError(said, param=problem.param) from exc


def _same(one: Mapping[str, Any], other: Mapping[str, Any], key: str) -> bool:
    return bool(one.get(key, _ABSENT) == other.get(key, _ABSENT))


def _conflict(field: str, key: str, current: Mapping[str, Any]) -> ChangedMeanwhile:
    if key in current:
        said = _(
            "“%(key)s” was changed on the server since you opened this form: it is now “%(value)s”. "
            "Nothing was sent. Refresh the thread, then make your change again."
        )
    else:
        said = _(
            "“%(key)s” was changed on the server since you opened this form: it was removed. "
            "Nothing was sent. Refresh the thread, then make your change again."
        )
    values = {"key": key, "value": current.get(key, "")}
    return ChangedMeanwhile(said % values, param=f"{field}.{key}")
