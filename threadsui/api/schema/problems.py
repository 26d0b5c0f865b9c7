"""What is wrong with a request body, in the service's words: where (`param`), which rule (`code`), a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Problem:
    """One refused value. `param` is a path such as `messages[1].attachments[0].file_id`, or empty for the body."""

    param: str
    code: str
    message: str
    context: dict[str, Any] = field(default_factory=dict, compare=False)


class SchemaError(ValueError):
    """The body breaks the contract; `problems` names every place."""

    def __init__(self, problems: Sequence[Problem]):
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = list(problems)


def parse(model: type[Model], data: Any) -> Model:
    """Validate decoded JSON as `model`; raises SchemaError with every problem at once."""
    try:
        return model.model_validate(data)
    except ValidationError as exc:
        errors = exc.errors(include_url=False)
        raise SchemaError([_problem(error) for error in errors]) from exc


def param_path(location: Sequence[str | int]) -> str:
    """`("messages", 1, "<array>", "role")` → `messages[1].role`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif not _is_tag(step):
            path += f".{step}" if path else step
    return path


def _is_tag(step: str) -> bool:
    return step.startswith("<") and step.endswith(">")


def _problem(error: ErrorDetails) -> Problem:
    location = [step for step in error["loc"] if step != "[key]"]
    context = dict(error.get("ctx", {}))
    kind = error["type"]
    if kind == "invalid_part" and isinstance(error["input"], dict):
        location.append("type")
        kind = "unknown_type" if "type" in error["input"] else "missing"
    if kind in {"too_long", "too_short"}:
        kind = LENGTHS[kind, context["field_type"]]
        context["actual_length"] = len(error["input"])
    param = param_path(location)
    code, template = RULES.get(kind, ("invalid_value", "Invalid '{param}': {expected}."))
    words = {
        "expected": error["msg"],
        **context,
        "param": param or "body",
        "got": _kind(error["input"]),
    }
    return Problem(param, code, template.format_map(_Words(words)), context)


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "a boolean", int: "an integer", float: "a decimal", str: "a string"}
    names |= {list: "an array", dict: "an object"}
    return names.get(type(value), "something else")


def _wrong_type(expected: str) -> tuple[str, str]:
    return (
        "invalid_type",
        f"Invalid type for '{{param}}': expected {expected}, but got {{got}} instead.",
    )


_OBJECT = _wrong_type("an object")
_UNKNOWN = ("invalid_value", "Invalid value for '{param}': expected {expected}.")

LENGTHS = {
    ("too_long", "List"): "array_above_max_length",
    ("too_long", "Dictionary"): "object_above_max_properties",
    ("too_short", "List"): "empty_array",
}

# pydantic's error type → (the service's code, its sentence)
RULES: dict[str, tuple[str, str]] = {
    "missing": ("missing_required_parameter", "Missing required parameter: '{param}'."),
    "extra_forbidden": ("unknown_parameter", "Unknown parameter: '{param}'."),
    "string_type": _wrong_type("a string"),
    "string_unicode": _wrong_type("a string of valid Unicode"),
    "int_type": _wrong_type("an integer"),
    "list_type": _wrong_type("an array"),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "invalid_part": _OBJECT,
    "invalid_content": _wrong_type("a string or an array"),
    "unknown_type": _UNKNOWN,
    "literal_error": _UNKNOWN,
    "string_too_long": (
        "string_above_max_length",
        "Invalid '{param}': string too long. Expected a string with maximum length {max_length}.",
    ),
    "string_too_short": (
        "string_below_min_length",
        "Invalid '{param}': string too short. Expected a string with minimum length {min_length}.",
    ),
    "key_above_max_length": (
        "string_above_max_length",
        "Invalid '{param}': key too long. Expected keys with maximum length {max_length}, "
        "but got a key with length {actual_length} instead.",
    ),
    "empty_key": ("invalid_value", "Invalid '{param}': keys must not be empty."),
    "array_above_max_length": (
        "array_above_max_length",
        "Invalid '{param}': array too long. Expected an array with maximum length {max_length}, "
        "but got an array with length {actual_length} instead.",
    ),
    "object_above_max_properties": (
        "object_above_max_properties",
        "Invalid '{param}': too many properties. Expected an object with at most {max_length} "
        "properties, but got an object with {actual_length} properties instead.",
    ),
    "empty_array": (
        "empty_array",
        "Invalid '{param}': empty array. Expected an array with minimum length {min_length}, "
        "but got an empty array instead.",
    ),
    "greater_than_equal": (
        "integer_below_min_value",
        "Invalid '{param}': integer below minimum value. Expected a value >= {ge}.",
    ),
    "less_than_equal": (
        "integer_above_max_value",
        "Invalid '{param}': integer above maximum value. Expected a value <= {le}.",
    ),
    "mutually_exclusive": (
        "mutually_exclusive_parameters",
        "Mutually exclusive parameters: '{param}.vector_store_ids' and '{param}.vector_stores'. "
        "Ensure you are only providing one of them.",
    ),
    "missing_one_of": (
        "missing_required_parameter",
        "Missing required parameter: one of '{param}.vector_store_ids' and '{param}.vector_stores'.",
    ),
}
