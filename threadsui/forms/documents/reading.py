"""One JSON or YAML document from a person, read with suspicion: plain values come out, or one clear sentence.

JSON is tried first, then YAML (`yaml_reader.py`).
"""

import json
import re
from collections import Counter

import yaml
from django.utils.translation import gettext as _

from threadsui.api import schema
from threadsui.words import number

from .document_errors import DEPTH_MAX, TOO_DEEP, TOO_MANY, VALUES_MAX, DocumentError, at, visible
from .parser_problems import json_problem, yaml_problem
from .yaml_reader import TwinKeyError, YamlReader

BYTES_MAX = 4 * 1024 * 1024
NOT_A_NUMBER = re.compile(r'"(?:\\.|[^"\\])*"|(-?Infinity|NaN)')


def decode(content):
    """Bytes as text: UTF-8, with or without a byte order mark."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DocumentError(_("This file is in UTF-16. Save it as UTF-8 and choose it again."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        said = _(
            "This file is not in UTF-8: see line %(line)s, byte %(byte)s of the file. "
            "Save it as UTF-8 and choose it again."
        )
        raise DocumentError(said % {"line": line, "byte": number(exc.start + 1)}) from exc


def read_document(text):
    """The text's value, made of dict, list, str, int, float, bool, None and Misread. Raises DocumentError."""
    text = text.removeprefix("\ufeff")
    if len(text) > BYTES_MAX or len(text.encode(errors="replace")) > BYTES_MAX:
        said = _("This is more than %(max)s MiB, the limit for one body. Make it smaller.")
        raise DocumentError(said % {"max": BYTES_MAX // 1024**2})
    if not text.strip():
        raise DocumentError(_("There is nothing to import. Paste a body or choose a file."))
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
        raise DocumentError(_("A number in it has thousands of digits. Correct it.")) from exc


class _TwinError(Exception):
    pass


class _ConstantError(Exception):
    pass


def _no_twins(pairs):
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        [(twin, _times)] = Counter(name for name, _value in pairs).most_common(1)
        raise _TwinError(twin)
    return mapping


def _refuse_constant(name):
    raise _ConstantError(name)


def _where_twins_are(text, twin):
    """JSON's parser does not tell where; nearly all JSON is YAML, whose parser does."""
    try:
        YamlReader(text).read()
    except TwinKeyError as exc:
        return str(exc)
    except (DocumentError, yaml.YAMLError):
        pass
    said = _("The key “%(key)s” is there twice in one object. Remove or rename one.")
    return said % {"key": visible(twin)}


def _where_constant_is(text, constant):
    found = next((match for match in NOT_A_NUMBER.finditer(text) if match[1]), None)
    said = _("%(word)s is no number in JSON. Replace it.") % {"word": constant}
    if found is None:
        return said
    line = text.count("\n", 0, found.start()) + 1
    return _("Line %(number)s: %(error)s") % {"number": line, "error": said}


def _yaml_instead(text, json_error):
    try:
        return YamlReader(text).read()
    except yaml.YAMLError as exc:
        looks_like_json = text.lstrip()[:1] in {"{", "[", '"'}
        if looks_like_json:
            said = _("this is not JSON: %(problem)s. Correct it there.") % {
                "problem": json_problem(json_error.msg)
            }
            raise DocumentError(at(json_error.lineno, json_error.colno, said)) from exc
        raise DocumentError(_yaml_sentence(exc)) from exc


def _yaml_sentence(error):
    mark = getattr(error, "problem_mark", None)
    said = _("this is neither JSON nor YAML: %(problem)s. Correct it there.") % {
        "problem": yaml_problem(getattr(error, "problem", None) or "")
    }
    return at(mark.line + 1, mark.column + 1, said) if mark else said


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
    where = visible(schema.param_path(path)) or _("The body")
    if "\x00" in text:
        raise DocumentError(
            _(
                "%(where)s holds an invisible NUL character (\\u0000). Remove it: it cannot be stored."
            )
            % {"where": where}
        )
    try:
        text.encode()
    except UnicodeEncodeError:
        raise DocumentError(
            _("%(where)s holds half a character (a lone surrogate). Replace it: it cannot be sent.")
            % {"where": where}
        ) from None
