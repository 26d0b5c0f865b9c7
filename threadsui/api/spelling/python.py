"""For Python: a program with OpenAI's own SDK."""

import json
import re
from typing import Any

from .target import BETA, BODY_FILE, THE_KEY, WORD_MAX, Header, Target

SDK_BETA = "assistants=v2"  # what the SDK sends by itself
INDENT = "    "
NOT_ASCII = re.compile(r"[^ -~]")


def python_code(target: Target, body: dict[str, Any]) -> str:
    """Creates the thread and prints its id. A large body is read from body.json."""
    is_large = len(json.dumps(body, ensure_ascii=False).encode()) > WORD_MAX
    if is_large:
        create = [f'**json.loads(Path("{BODY_FILE}").read_text("utf-8"))']
    else:
        create = [f"{name}={_literal(value, 1)}" for name, value in body.items()]
    extra, headers = _extra_headers(target), _headers(target)
    if extra:
        create.append(f"extra_headers={_mapping(extra)}")
    imports = ["import json"] if is_large else []
    imports += ["import os"] if any(header.variable for header in target.headers) else []
    imports += ["from pathlib import Path"] if is_large else []
    return "\n".join(
        [
            *imports,
            *([""] if imports else []),
            f"from openai import OpenAI{', omit' if 'omit' in extra.values() else ''}",
            "",
            f"client = OpenAI({_arguments(_client(target, headers))})",
            f"thread = client.beta.threads.create({_arguments(create)})",
            "print(thread.id)",
        ]
    )


def _client(target: Target, headers: dict[str, str]) -> list[str]:
    """The SDK insists on a key; where none travels as a bearer token, the header for it is left out."""
    key = f'os.environ["{THE_KEY}"]' if target.takes_bearer_key else '"unused"'
    arguments = [f"base_url={_literal(target.base_url)}", f"api_key={key}"]
    if target.query:
        arguments.append(f"default_query={_literal(dict(target.query), 1)}")
    if headers:
        arguments.append(f"default_headers={_mapping(headers)}")
    return [*arguments, "max_retries=0"]  # a create that is repeated makes a second thread


def _headers(target: Target) -> dict[str, str]:
    """Header → the expression for its value, of those that the SDK does not send by itself."""
    own = {BETA.lower()} | ({"authorization"} if target.takes_bearer_key else set())
    return {
        header.name: _expression(header)
        for header in target.headers
        if header.name.lower() not in own
    }


def _extra_headers(target: Target) -> dict[str, str]:
    """The same for this one call: what the SDK would send by itself, and must not or not so."""
    called = {header.name.lower(): _expression(header) for header in target.headers}
    extra = {BETA: called.get(BETA.lower(), "omit")}
    if extra[BETA] == _literal(SDK_BETA):
        extra = {}
    return extra if "authorization" in called else extra | {"Authorization": "omit"}


def _mapping(expressions: dict[str, str]) -> str:
    lines = [f"{INDENT * 2}{_text(name)}: {value}," for name, value in expressions.items()]
    return "\n".join(["{", *lines, f"{INDENT}}}"])


def _expression(header: Header) -> str:
    if not header.variable:
        return _literal(header.text)
    value = f'os.environ["{header.variable}"]'
    return f"{_literal(header.text)} + {value}" if header.text else value


def _arguments(arguments: list[str]) -> str:
    """One per line, unless there is none."""
    return "".join(f"\n{INDENT}{argument}," for argument in arguments) + ("\n" if arguments else "")


def _literal(value: Any, depth: int = 0) -> str:
    """A JSON value as Python; `depth` is the indentation of the line that it begins on."""
    if isinstance(value, str):
        return _text(value)
    if not value or not isinstance(value, dict | list):
        return repr(value)
    inner, outer = INDENT * (depth + 1), INDENT * depth
    if isinstance(value, dict):
        items = [f"{_text(name)}: {_literal(item, depth + 1)}" for name, item in value.items()]
        return "{\n" + "".join(f"{inner}{item},\n" for item in items) + f"{outer}}}"
    items = [_literal(item, depth + 1) for item in value]
    return "[\n" + "".join(f"{inner}{item},\n" for item in items) + f"{outer}]"


def _text(text: str) -> str:
    """JSON's spelling of a text is Python's too; what cannot be seen is escaped."""
    return NOT_ASCII.sub(_visible, json.dumps(text, ensure_ascii=False))


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
