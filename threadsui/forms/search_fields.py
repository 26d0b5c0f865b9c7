"""The fields of the filter dialog and the text of the search box: two ways to write one query.

The fields express the plain terms: one value, not negated. All others stay in the text as they were written. An address
carries the text (`q`); one that carries fields as well is read as the text with these terms in it, which is how older
addresses and saved views mean what they meant. The form of the list sends along what the text was when its fields were
filled in (`shown`): fields that are still so say nothing, and the text may have been edited meanwhile.
"""

import re
from collections.abc import Iterable, Mapping

from django.http import QueryDict

from threadsui.search import Match, Search, Term, Value, parse

SHOWN = "shown"
SINGLE = ("creator", "assigned", "connection", "state")
DAYS = ("created_from", "created_to")
SEVERAL = ("tag", "metadata")
FIELDS = (*SINGLE, *SEVERAL, *DAYS)

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def text_of(data: QueryDict) -> str:
    """The one query that an address stands for."""
    text = data.get("q", "").strip()
    shown = field_values(parse(data.get(SHOWN, "")))
    given = {name: _stripped(data.getlist(name)) for name in FIELDS if name in data}
    changed = {name: values for name, values in given.items() if values != shown[name]}
    if changed.keys() & set(DAYS):
        changed |= {name: given.get(name, shown[name]) for name in DAYS}
    return edited(text, changed)


def field_values(search: Search) -> dict[str, list[str]]:
    """What each field shows of a search: {"creator": ["ana"], "tag": ["late", "vip"], "state": []}."""
    values: dict[str, list[str]] = {name: [] for name in FIELDS}
    for name, terms in _expressed(search).items():
        if name != "created":
            values[name] = list(dict.fromkeys(_field_value(term) for term in terms))
        else:
            first, last = _days(terms[0])
            values |= {
                "created_from": [first] if first else [],
                "created_to": [last] if last else [],
            }
    return values


def edited(text: str, changes: Mapping[str, list[str]]) -> str:
    """The text with the terms that these fields stand for; no value takes a field's terms out."""
    for name in (*SINGLE, *SEVERAL):
        if name in changes:
            text = _with_terms(text, name, [_term(name, value) for value in changes[name]])
    if set(DAYS) <= changes.keys():
        first, last = ("".join(changes[name][:1]) for name in DAYS)
        text = _with_terms(text, "created", [_created(first, last)] if first or last else [])
    return text


def _with_terms(text: str, name: str, wanted: list[Term]) -> str:
    """What stands there already stays in its place; what is new replaces what is gone, or comes last."""
    gone = [term for term in _expressed(parse(text)).get(name, []) if term not in wanted]
    kept = [term for term in _expressed(parse(text)).get(name, []) if term in wanted]
    new = [term for term in dict.fromkeys(wanted) if term not in kept]
    # From the right, so that the places of those before stay what they are.
    for number, term in reversed(list(enumerate(gone))):
        search = Search(text)
        text = search.replacing(term, new[number]) if number < len(new) else search.without(term)
    for term in new[len(gone) :]:
        text = Search(text).with_term(term)
    return text


def _expressed(search: Search) -> dict[str, list[Term]]:
    """The terms that fields can show, by field; "created" is both days. Of single values the first is shown."""
    found: dict[str, list[Term]] = {}
    for term in search.terms:
        name = term.key
        is_free = name in SEVERAL or name not in found or found[name][0] == term
        if _is_plain(term) and is_free:
            found.setdefault(name, []).append(term)
    return found


def _is_plain(term: Term) -> bool:
    if term.is_negated or len(term.values) != 1:
        return False
    value = term.values[0]
    if term.key == "created":
        return any(_days(term))
    if term.key == "metadata":
        return "=" not in term.name and (value.match is Match.ANY or _is_shown(value))
    return term.key in (*SINGLE, *SEVERAL) and _is_shown(value)


def _is_shown(value: Value) -> bool:
    """Whether a field, whose white space around does not count, can hold it."""
    return value.match is Match.EXACT and bool(value.text) and value.text == value.text.strip()


def _field_value(term: Term) -> str:
    value = term.values[0]
    if term.key == "metadata":
        return term.name if value.match is Match.ANY else f"{term.name}={value.text}"
    return value.text.lower() if term.key == "state" else value.text


def _term(name: str, value: str) -> Term:
    if name != "metadata":
        return Term(name, (Value(value),))
    key, equals, text = value.partition("=")
    return Term(name, (Value(text) if equals else Value("", Match.ANY),), name=key)


def _created(first: str, last: str) -> Term:
    if first == last:
        return Term("created", (Value(first),))
    return Term("created", (Value(f"{first}..{last}", Match.RANGE),))


def _days(term: Term) -> tuple[str, str]:
    """The days of a range that are written out, empty where it is open; two empty ones when a field cannot show it."""
    value = term.values[0]
    first, dots, last = value.text.partition("..")
    if value.match is not Match.RANGE or not dots:
        first = last = value.text
    if all(not day or DAY.fullmatch(day) for day in (first, last)):
        return first, last
    return "", ""


def _stripped(values: Iterable[str]) -> list[str]:
    return [value.strip() for value in values if value.strip()]
