"""One JSON or YAML document from a person, read with suspicion: plain values come out, or one clear sentence.

JSON is tried first. YAML is built from the parser's events, without recursion and without its constructors: no
anchors, aliases, merges or tags, so a few lines cannot become gigabytes or objects, and every error has its line.
"""

import json
import re
from dataclasses import dataclass

import yaml

from threadsui.api import schema

DEPTH_MAX = 50
VALUES_MAX = 100_000
BYTES_MAX = 4 * 1024 * 1024
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NOT_A_NUMBER = re.compile(r'"(?:\\.|[^"\\])*"|(-?Infinity|NaN)')


class DocumentError(ValueError):
    """What is wrong with the text, where, and what to do about it."""


@dataclass(frozen=True)
class Misread:
    """A YAML word that is no text, list, map, whole number or null: `no`, `2026-11-22`, `010`."""

    text: str
    read_as: str

    def __str__(self):
        return self.text


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
        raise DocumentError(_TOO_DEEP) from None
    except _TwinError as exc:
        raise DocumentError(_where_twins_are(text, exc)) from None
    except _ConstantError as exc:
        raise DocumentError(_where_constant_is(text, exc)) from None
    except json.JSONDecodeError:
        raise
    except ValueError as exc:  # Python's limit on the digits of a whole number
        raise DocumentError("A number in it has thousands of digits. Correct it.") from exc


_TOO_DEEP = f"It is nested deeper than {DEPTH_MAX} levels. No request is. Correct it."


class _TwinError(Exception):
    pass


class _ConstantError(Exception):
    pass


def _no_twins(pairs):
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        names = [name for name, _value in pairs]
        raise _TwinError(next(name for name in names if names.count(name) > 1))
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


class YamlReader:
    """Builds a value from YAML's events, with a stack of its own."""

    TEXT_TAGS = {None, "!", "tag:yaml.org,2002:str"}

    def __init__(self, text):
        self.events = yaml.parse(text, Loader=LOADER)
        self.resolver = yaml.resolver.Resolver()
        self.stack = []  # [container, key that waits for its value]
        self.result = None
        self.documents = self.values = 0

    def read(self):
        for event in self.events:
            handle = self.HANDLERS.get(type(event))
            if handle:
                handle(self, event)
        return self.result

    def _document(self, event):
        self.documents += 1
        if self.documents > 1:
            self._refuse(event, "a second document starts. One body at a time: remove the others")

    def _alias(self, event):
        self._refuse(event, "anchors and aliases (& and *) are not read. Write the value out")

    def _scalar(self, event):
        self._look_at(event)
        quoted = bool(event.style) or event.tag is not None
        self._put(event.value if quoted else self._resolved(event.value), event)

    def _mapping(self, event):
        self._open({}, event)

    def _sequence(self, event):
        self._open([], event)

    def _open(self, container, event):
        self._look_at(event)
        if len(self.stack) >= DEPTH_MAX:
            raise DocumentError(_TOO_DEEP)
        self._put(container, event)
        self.stack.append([container, None, False])

    def _close(self, event):
        self.stack.pop()

    HANDLERS = {
        yaml.DocumentStartEvent: _document,
        yaml.AliasEvent: _alias,
        yaml.ScalarEvent: _scalar,
        yaml.MappingStartEvent: _mapping,
        yaml.SequenceStartEvent: _sequence,
        yaml.MappingEndEvent: _close,
        yaml.SequenceEndEvent: _close,
    }

    def _look_at(self, event):
        if event.anchor is not None:
            self._alias(event)
        if event.tag not in self.TEXT_TAGS:
            self._refuse(event, f"the tag {visible(event.tag)} is not read. Remove it")
        self.values += 1
        if self.values > VALUES_MAX:
            raise DocumentError(_TOO_MANY)

    def _put(self, value, event):
        if not self.stack:
            self.result = value
            return
        frame = self.stack[-1]
        container, key, has_key = frame
        if isinstance(container, list):
            container.append(value)
        elif has_key:
            container[key] = value
            frame[2] = False
        else:
            frame[1:] = self._key(value, container, event), True

    def _key(self, key, container, event):
        if key == "<<" and not event.style:
            self._refuse(event, "merging (<<) is not read. Write the pairs out")
        if not isinstance(key, str):
            said = visible(getattr(event, "value", ""))
            self._refuse(event, f"the key {said} is no text. Put it in quotes".replace("  ", " "))
        if key in container:
            self._refuse(event, f"the key “{visible(key)}” is there twice. Remove or rename one")
        return key

    def _resolved(self, text):
        tag = self.resolver.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
        if tag in {"str", "value", "merge"}:
            return text
        if tag == "null":
            return None
        if tag == "int" and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
            return int(text)
        words = {"bool": "true or false", "timestamp": "a date"}
        return Misread(text, words.get(tag, "a number"))

    def _refuse(self, event, sentence):
        mark = event.start_mark
        raise DocumentError(f"Line {mark.line + 1}, column {mark.column + 1}: {sentence}.")


_TOO_MANY = f"It holds more than {VALUES_MAX:,} values. No request does. Make it smaller."


def _check(value):
    """Depth, number of values, and characters that cannot be stored; without recursion."""
    todo, count = [(value, ())], 1
    while todo:
        value, path = todo.pop()
        if isinstance(value, (dict, list)):
            count += len(value)
        if count > VALUES_MAX:
            raise DocumentError(_TOO_MANY)
        if len(path) > DEPTH_MAX:
            raise DocumentError(_TOO_DEEP)
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


def visible(text):
    """Text that can be shown, whatever is in it."""
    return str(text)[:200].encode(errors="backslashreplace").decode().replace("\x00", "\\u0000")
