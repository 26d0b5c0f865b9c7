"""The fields of the filter dialog and the text of the search box: two ways to write one query.

The fields express the plain terms: one value, not negated. All others stay in the text as they were written. An address
carries the text (`q`); one that carries fields as well is read as the text with these terms in it, which is how older
addresses and saved views mean what they meant. The form of the list sends along what the text was when its fields were
filled in (`shown`): fields that are still so say nothing, and the text may have been edited meanwhile.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from threadsui.search import THREADS, Match, Search, Term, Value, Vocabulary, parse
from threadsui.search.vocabulary import Kind

SHOWN = "shown"
DAYS = ("created_from", "created_to")

DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Fields:
    """The fields of one list's dialog, which are called as the keys of its search.

    `single`: those of one value; `several`: those that may be there more than once. All have days as well. `older`:
    makes the fields of an address from before there was one search of it, in place.
    """

    vocabulary: Vocabulary
    single: tuple[str, ...]
    several: tuple[str, ...] = ()
    older: Callable[[QueryDict], None] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.single, *self.several, *DAYS)

    def is_choice(self, name: str) -> bool:
        """Whether its values are the same in capitals."""
        key = self.vocabulary.get(name)
        return key is not None and key.kind is Kind.CHOICE


OF_THREADS = Fields(
    THREADS, ("creator", "assigned", "connection", "state"), several=("tag", "metadata")
)


def text_of(data: QueryDict, fields: Fields = OF_THREADS) -> str:
    """The one query that an address stands for."""
    if fields.older and SHOWN not in data:
        data = data.copy()
        fields.older(data)
    text = data.get("q", "").strip()
    shown = field_values(parse(data.get(SHOWN, ""), fields.vocabulary), fields)
    given = {name: _stripped(data.getlist(name)) for name in fields.names if name in data}
    changed = {name: values for name, values in given.items() if values != shown[name]}
    if changed.keys() & set(DAYS):
        changed |= {name: given.get(name, shown[name]) for name in DAYS}
    return edited(text, changed, fields)


def field_values(search: Search, fields: Fields = OF_THREADS) -> dict[str, list[str]]:
    """What each field shows of a search: {"creator": ["ana"], "tag": ["late", "vip"], "state": []}."""
    values: dict[str, list[str]] = {name: [] for name in fields.names}
    for name, terms in _expressed(search, fields).items():
        if name != "created":
            values[name] = list(dict.fromkeys(_field_value(term, fields) for term in terms))
        else:
            first, last = _days(terms[0])
            values |= {
                "created_from": [first] if first else [],
                "created_to": [last] if last else [],
            }
    return values


def edited(text: str, changes: Mapping[str, list[str]], fields: Fields = OF_THREADS) -> str:
    """The text with the terms that these fields stand for; no value takes a field's terms out."""
    for name in (*fields.single, *fields.several):
        if name in changes:
            wanted = [_term(name, value) for value in changes[name]]
            text = _with_terms(text, name, wanted, fields)
    if set(DAYS) <= changes.keys():
        first, last = ("".join(changes[name][:1]) for name in DAYS)
        span = [_created(first, last)] if first or last else []
        text = _with_terms(text, "created", span, fields)
    return text


def _with_terms(text: str, name: str, wanted: list[Term], fields: Fields) -> str:
    """What stands there already stays in its place; what is new replaces what is gone, or comes last."""
    there = _expressed(parse(text, fields.vocabulary), fields).get(name, [])
    gone = [term for term in there if term not in wanted]
    kept = [term for term in there if term in wanted]
    new = [term for term in dict.fromkeys(wanted) if term not in kept]
    # From the right, so that the places of those before stay what they are.
    for number, term in reversed(list(enumerate(gone))):
        search = Search(text)
        text = search.replacing(term, new[number]) if number < len(new) else search.without(term)
    for term in new[len(gone) :]:
        text = Search(text).with_term(term)
    return text


def _expressed(search: Search, fields: Fields) -> dict[str, list[Term]]:
    """The terms that fields can show, by field; "created" is both days. Of single values the first is shown."""
    found: dict[str, list[Term]] = {}
    for term in search.terms:
        name = term.key
        is_free = name in fields.several or name not in found or found[name][0] == term
        if _is_plain(term, fields) and is_free:
            found.setdefault(name, []).append(term)
    return found


def _is_plain(term: Term, fields: Fields) -> bool:
    if term.is_negated or len(term.values) != 1:
        return False
    value = term.values[0]
    if term.key == "created":
        return any(_days(term))
    if term.key == "metadata":
        return "=" not in term.name and (value.match is Match.ANY or _is_shown(value))
    return term.key in (*fields.single, *fields.several) and _is_shown(value)


def _is_shown(value: Value) -> bool:
    """Whether a field, whose white space around does not count, can hold it."""
    return value.match is Match.EXACT and bool(value.text) and value.text == value.text.strip()


def _field_value(term: Term, fields: Fields) -> str:
    value = term.values[0]
    if term.key == "metadata":
        return term.name if value.match is Match.ANY else f"{term.name}={value.text}"
    return value.text.lower() if fields.is_choice(term.key) else value.text


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
