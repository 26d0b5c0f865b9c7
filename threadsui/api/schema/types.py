"""The strings, maps and unions that request bodies are made of."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from . import limits

ABSENT: Any = None
"""The default of a key that may be left out but, unlike `| None`, must not be null."""


class Closed(BaseModel):
    """A request object: unknown keys are refused and nothing is coerced, as the service does."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _storable(value: str) -> str:
    if "\x00" in value:
        raise PydanticCustomError("invalid_value", "a string must not contain NUL characters")
    if not value.isprintable() and not _is_unicode(value):
        raise PydanticCustomError("string_unicode", "a string must be valid Unicode")
    return value


def _is_unicode(value: str) -> bool:
    """False for half a surrogate pair, which JSON may hold; pydantic itself looks only where a length is bounded."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _one_word(value: str) -> str:
    if not value or "\x00" in value or len(value.split()) != 1 or value != value.strip():
        raise PydanticCustomError("invalid_value", "expected a value without white space")
    return value


def _web_address(value: str) -> str:
    try:
        address = urlsplit(value)
    except ValueError:
        address = None
    if address is None or address.scheme not in {"http", "https"} or not address.netloc:
        raise PydanticCustomError("invalid_value", "expected an http or https URL")
    return value


String = Annotated[str, AfterValidator(_storable)]
MessageText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=limits.MESSAGE_TEXT_MAX_LENGTH),
    AfterValidator(_storable),
]
Identifier = Annotated[str, AfterValidator(_storable), AfterValidator(_one_word)]
WebAddress = Annotated[Identifier, AfterValidator(_web_address)]


def _known_lengths(metadata: dict[str, str]) -> dict[str, str]:
    if "" in metadata:
        raise PydanticCustomError("empty_key", "a key must not be empty")
    longest = max(map(len, metadata), default=0)
    if longest > limits.METADATA_KEY_MAX_LENGTH:
        raise PydanticCustomError(
            "key_above_max_length",
            "a key is too long",
            {"max_length": limits.METADATA_KEY_MAX_LENGTH, "actual_length": longest},
        )
    return metadata


MetadataValue = Annotated[
    str, StringConstraints(max_length=limits.METADATA_VALUE_MAX_LENGTH), AfterValidator(_storable)
]
Metadata = Annotated[
    dict[String, MetadataValue],
    Field(max_length=limits.METADATA_MAX_PAIRS),
    AfterValidator(_known_lengths),
]


def tagged_by(find_tag: Callable[[Any], str | None], *, kind: str, expected: str) -> Discriminator:
    """Choose a union's member by `find_tag`, so that only one member's errors are reported.

    Tags are written `<tag>`: `problems` drops them from the path again.
    """
    return Discriminator(find_tag, custom_error_type=kind, custom_error_message=expected)
