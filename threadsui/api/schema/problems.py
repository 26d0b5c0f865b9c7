"""What is wrong with a request body, in the service's words: where (`param`), which rule (`code`), a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Problem:
    """One refused value. `param` is a path such as `messages[1].attachments[0].file_id`, or empty for the body.

    `message` is `sentence % values`, in English, as the service has it; the two are there to be said in another
    language.
    """

    param: str
    code: str
    message: str
    context: dict[str, Any] = field(default_factory=dict, compare=False)
    sentence: str = field(default="", compare=False)
    values: dict[str, Any] = field(default_factory=dict, compare=False)


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
    code, sentence, *expected = RULES.get(kind, INVALID)
    values = {
        "expected": error["msg"],
        **context,
        "param": param or "body",
        "got": _kind(error["input"]),
    }
    if expected:
        [values["expected"]] = expected
    return Problem(param, code, sentence % values, context, sentence, values)


def _kind(value: Any) -> str:
    return "null" if value is None else KINDS.get(type(value), OTHER_KIND)


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues. Whoever shows it translates it; here it stays as the service has it."""
    return sentence


A_STRING, AN_INTEGER = _("a string"), _("an integer")
AN_ARRAY, AN_OBJECT = _("an array"), _("an object")
OTHER_KIND = _("something else")
KINDS: dict[type, str] = {
    bool: _("a boolean"),
    int: AN_INTEGER,
    float: _("a decimal"),
    str: A_STRING,
    list: AN_ARRAY,
    dict: AN_OBJECT,
}

# What is said of these in place of pydantic's own words, which `types` and `requests` give.
_("a string must not contain NUL characters")
_("expected a value without white space")
_("expected an http or https URL")

INVALID = ("invalid_value", _("Invalid '%(param)s': %(expected)s."))


def _wrong_type(expected: str) -> tuple[str, str, str]:
    return (
        "invalid_type",
        _("Invalid type for '%(param)s': expected %(expected)s, but got %(got)s instead."),
        expected,
    )


_OBJECT = _wrong_type(AN_OBJECT)
_UNKNOWN = ("invalid_value", _("Invalid value for '%(param)s': expected %(expected)s."))

LENGTHS = {
    ("too_long", "List"): "array_above_max_length",
    ("too_long", "Dictionary"): "object_above_max_properties",
    ("too_short", "List"): "empty_array",
}

# pydantic's error type → (the service's code, its sentence, what is expected if pydantic does not say it so)
RULES: dict[str, tuple[str, ...]] = {
    "missing": ("missing_required_parameter", _("Missing required parameter: '%(param)s'.")),
    "extra_forbidden": ("unknown_parameter", _("Unknown parameter: '%(param)s'.")),
    "string_type": _wrong_type(A_STRING),
    "string_unicode": _wrong_type(_("a string of valid Unicode")),
    "int_type": _wrong_type(AN_INTEGER),
    "list_type": _wrong_type(AN_ARRAY),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "invalid_part": _OBJECT,
    "invalid_content": _wrong_type(_("a string or an array")),
    "unknown_type": _UNKNOWN,
    "literal_error": _UNKNOWN,
    "string_too_long": (
        "string_above_max_length",
        _(
            "Invalid '%(param)s': string too long. Expected a string with maximum length %(max_length)s."
        ),
    ),
    "string_too_short": (
        "string_below_min_length",
        _(
            "Invalid '%(param)s': string too short. Expected a string with minimum length %(min_length)s."
        ),
    ),
    "key_above_max_length": (
        "string_above_max_length",
        _(
            "Invalid '%(param)s': key too long. Expected keys with maximum length %(max_length)s, "
            "but got a key with length %(actual_length)s instead."
        ),
    ),
    "empty_key": ("invalid_value", _("Invalid '%(param)s': keys must not be empty.")),
    "array_above_max_length": (
        "array_above_max_length",
        _(
            "Invalid '%(param)s': array too long. Expected an array with maximum length %(max_length)s, "
            "but got an array with length %(actual_length)s instead."
        ),
    ),
    "object_above_max_properties": (
        "object_above_max_properties",
        _(
            "Invalid '%(param)s': too many properties. Expected an object with at most %(max_length)s "
            "properties, but got an object with %(actual_length)s properties instead."
        ),
    ),
    "empty_array": (
        "empty_array",
        _(
            "Invalid '%(param)s': empty array. Expected an array with minimum length %(min_length)s, "
            "but got an empty array instead."
        ),
    ),
    "greater_than_equal": (
        "integer_below_min_value",
        _("Invalid '%(param)s': integer below minimum value. Expected a value >= %(ge)s."),
    ),
    "less_than_equal": (
        "integer_above_max_value",
        _("Invalid '%(param)s': integer above maximum value. Expected a value <= %(le)s."),
    ),
    "mutually_exclusive": (
        "mutually_exclusive_parameters",
        _(
            "Mutually exclusive parameters: '%(param)s.vector_store_ids' and '%(param)s.vector_stores'. "
            "Ensure you are only providing one of them."
        ),
    ),
    "missing_one_of": (
        "missing_required_parameter",
        _(
            "Missing required parameter: one of '%(param)s.vector_store_ids' and '%(param)s.vector_stores'."
        ),
    ),
}
