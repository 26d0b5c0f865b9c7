"""One JSON or YAML document from a person, read with suspicion: plain values come out, or one clear sentence.

JSON is tried first, then YAML (`yaml_reader.py`).
"""

import json
import re
from collections import Counter

import yaml

from threadsui.api import schema

from .document_errors import DEPTH_MAX, TOO_DEEP, TOO_MANY, VALUES_MAX, DocumentError, visible
from .yaml_reader import YamlReader

BYTES_MAX = 4 * 1024 * 1024
NOT_A_NUMBER = re.compile(r'"(?:\\.|[^"\\])*"|(-?Infinity|NaN)')


def decode(content):
    """Bytes as text: UTF-8, with or without a byte order mark."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DocumentError("This file is in UTF-16. Save it as UTF-8 and choose it again.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise DocumentError(
            f"This file is not in UTF-8: see line {line}, byte {exc.start + 1:,} of the file. "
            "Save it as UTF-8 and choose it again."
        ) from exc


def read_document(text):
    """The text's value, made of dict, list, str, int, float, bool, None and Misread. Raises DocumentError."""
    text = text.removeprefix("\ufeff")
    if len(text) > BYTES_MAX or len(text.encode(errors="replace")) > BYTES_MAX:
        raise DocumentError(
            f"This is more than {BYTES_MAX // 1024**2} MiB, the limit for one body. Make it smaller."
        )
    if not text.strip():
        raise DocumentError("There is nothing to import. Paste a body or choose a file.")
    try:
        value = _json(text)
    except json.JSONDecodeError as exc:
        value = _yaml_instead(text, exc)
    _check(value)
    return value


def _json(text):
    try:
        return json.loads(text, object_pairs_hook=_no_twins, parse_constant=_refuse_constant)
    except RecursionError:
        raise DocumentError(TOO_DEEP) from None
    except _TwinError as exc:
        raise DocumentError(_where_twins_are(text, exc)) from None
    except _ConstantError as exc:
        raise DocumentError(_where_constant_is(text, exc)) from None
    except json.JSONDecodeError:
        raise
    except ValueError as exc:  # Python's limit on the digits of a whole number
        raise DocumentError("A number in it has thousands of digits. Correct it.") from exc


class _TwinError(Exception):
    pass


class _ConstantError(Exception):
    pass


def _no_twins(pairs):
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        [(twin, _)] = Counter(name for name, _value in pairs).most_common(1)
        raise _TwinError(twin)
    return mapping


def _refuse_constant(name):
    raise _ConstantError(name)


def _where_twins_are(text, twin):
    """JSON's parser does not tell where; nearly all JSON is YAML, whose parser does."""
    try:
        YamlReader(text).read()
    except DocumentError as exc:
        if "twice" in str(exc):
            return str(exc)
    except yaml.YAMLError:
        pass
    return f"The key “{visible(twin)}” is there twice in one object. Remove or rename one."


def _where_constant_is(text, constant):
    found = next((match for match in NOT_A_NUMBER.finditer(text) if match[1]), None)
    where = f"Line {text.count(chr(10), 0, found.start()) + 1}: " if found else ""
    return f"{where}{constant} is no number in JSON. Replace it."


def _yaml_instead(text, json_error):
    try:
        return YamlReader(text).read()
    except yaml.YAMLError as exc:
        looks_like_json = text.lstrip()[:1] in {"{", "[", '"'}
        if looks_like_json:
            raise DocumentError(
                f"Line {json_error.lineno}, column {json_error.colno}: this is not JSON: "
                f"{json_error.msg[:1].lower()}{json_error.msg[1:]}. Correct it there."
            ) from exc
        raise DocumentError(_yaml_sentence(exc)) from exc


def _yaml_sentence(error):
    mark = getattr(error, "problem_mark", None)
    where = f"Line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    problem = (
        getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    )
    return f"{where}this is neither JSON nor YAML: {problem}. Correct it there."


def _check(value):
    """Depth, number of values, and characters that cannot be stored; without recursion."""
    todo, count = [(value, ())], 1
    while todo:
        value, path = todo.pop()
        if isinstance(value, (dict, list)):
            count += len(value)
        if count > VALUES_MAX:
            raise DocumentError(TOO_MANY)
        if len(path) > DEPTH_MAX:
            raise DocumentError(TOO_DEEP)
        if isinstance(value, str):
            _check_text(value, path)
        elif isinstance(value, dict):
            for key, item in value.items():
                _check_text(key, (*path, key))
                todo.append((item, (*path, key)))
        elif isinstance(value, list):
            todo += [(item, (*path, index)) for index, item in enumerate(value)]


def _check_text(text, path):
    where = visible(schema.param_path(path)) or "The body"
    if "\x00" in text:
        raise DocumentError(
            f"{where} holds an invisible NUL character (\\u0000). Remove it: it cannot be stored."
        )
    try:
        text.encode()
    except UnicodeEncodeError:
        raise DocumentError(
            f"{where} holds half a character (a lone surrogate). Replace it: it cannot be sent."
        ) from None
