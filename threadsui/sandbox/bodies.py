"""From the bytes of a request to a value that keeps the contract, or a Refusal for the first thing that is wrong."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from threadsui.api.schema import ListMessages, SchemaError, param_path, parse

from . import errors
from .exchange import Request

MAX_BYTES = 32 * 1024 * 1024  # 32 messages of 256,000 characters fit, whatever the script
VALUES_MAX = 100_000  # in one body: what is wrong with each is described in some 2 KiB of memory
MISSING_FILE = (
    "file-missing"  # ids with this beginning name files that are not there; all others are
)

Model = TypeVar("Model", bound=BaseModel)


def read_body(request: Request, model: type[Model], *, is_optional: bool = False) -> Model:
    """The body as `model`. With `is_optional`, no body means `{}`."""
    if len(request.body) > MAX_BYTES:
        raise errors.body_too_large(MAX_BYTES)
    value = {} if is_optional and not request.body.strip() else _decoded(request)
    _check_size(value)
    body = _parsed(model, value)
    for param, file_id in _file_ids(value):
        if file_id.startswith(MISSING_FILE):
            raise errors.no_such_file(param, file_id)
    return body


def read_list_query(query: Mapping[str, str]) -> ListMessages:
    """The query of a message list."""
    values: dict[str, Any] = dict(query)
    if re.fullmatch(r"-?[0-9]{1,9}", values.get("limit", "")):
        values["limit"] = int(values["limit"])
    return _parsed(ListMessages, values)


def _parsed(model: type[Model], value: Any) -> Model:
    try:
        return parse(model, value)
    except SchemaError as exc:
        raise errors.broken_rule(exc.problems[0]) from exc


def _decoded(request: Request) -> Any:
    content_type = request.header("content-type")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise errors.wrong_content_type(content_type)
    try:
        return json.loads(
            request.body.decode(), object_pairs_hook=_distinct, parse_constant=_no_constant
        )
    except UnicodeDecodeError as exc:
        raise errors.bad_json("it is not UTF-8") from exc
    except ValueError as exc:
        raise errors.bad_json(str(exc)) from exc
    except RecursionError as exc:
        raise errors.bad_json("it is nested too deeply") from exc


def _check_size(value: Any) -> None:
    """Raises a Refusal for more than VALUES_MAX values, at any depth."""
    todo, count = [value], 1
    while todo:
        item = todo.pop()
        inside = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        count += len(inside)
        if count > VALUES_MAX:
            raise errors.too_many_values(VALUES_MAX)
        todo.extend(inside)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object, if no key is in it twice: which one was meant nobody knows."""
    value = dict(pairs)
    if len(value) != len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"the key {twice!r} is in one object twice")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _file_ids(value: Any, location: tuple[str | int, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every file id in a valid body, with its param."""
    if isinstance(value, dict):
        items: Iterator[tuple[str | int, Any]] = iter(value.items())
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        return
    for step, item in items:
        here = (*location, step)
        if step == "metadata":
            continue
        if step == "file_id":
            yield param_path(here), item
        elif step == "file_ids":
            yield from ((param_path((*here, index)), each) for index, each in enumerate(item))
        else:
            yield from _file_ids(item, here)
