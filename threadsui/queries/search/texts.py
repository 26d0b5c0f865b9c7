"""The one interface to the full-text indexes: clauses in, threads out. What was typed is quoted for either engine.

A clause is alternatives of which one must hold, or, negated, none. `numbers_of` finds threads by the index; `Holds`
asks the index about a thread at hand.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func

from threadsui.textindex import sqlite

# field → its column in FTS5, and what its lexemes begin with on PostgreSQL
FIELDS = {
    "": ("{title remote_id messages notes}", ""),
    "title": ("title", "=t"),
    "id": ("remote_id", "=i"),
    "note": ("notes", "=n"),
    "mark": ("marks", "=m"),
}
LIKE_COLUMNS = {
    "": ("title", "remote_id", "messages", "notes"),
    "title": ("title",),
    "id": ("remote_id",),
    "note": ("notes",),
}
EVERY = "all"  # the mark that every thread has
WORD = re.compile(r"[^\W_]+")
SURELY = 10  # times
COMMON_ROWS = 20_000  # of so many that PostgreSQL expects it is not asked for the numbers


@dataclass(frozen=True, slots=True)
class Words:
    """These words, next to each other, in one field; the last may be the beginning of one."""

    text: str
    field: str = ""
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Any one of the alternatives; negated: none of them."""

    alternatives: tuple[Words, ...]
    is_negated: bool = False


def mark(text: str) -> Words:
    """A word that nobody types: `mark("roleuser")`."""
    return Words(text, "mark")


def file_mark(file_id: str, is_prefix: bool = False) -> Words:
    """The mark of a file's id, or of its beginning, in whatever letters and signs it is."""
    return Words("f" + file_id[:200].encode().hex(), "mark", is_prefix)


def numbers_of(clauses: Sequence[Clause], limit: int) -> list[int] | None:
    """The numbers of the threads that hold all of `clauses`; None when they are more than `limit`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            condition, parameters = _condition(clauses)
            statement = f"SELECT thread_id FROM threadsui_threadtext t WHERE {condition}"  # noqa: S608 - quoted below
            if _expected_rows(cursor, statement, parameters) > COMMON_ROWS:
                return None
        else:
            statement = (
                f"SELECT rowid FROM {sqlite.INDEX} WHERE {sqlite.INDEX} MATCH %s "  # noqa: S608 - our own names
                "ORDER BY rowid DESC"
            )
            parameters = [_match(clauses)]
        cursor.execute(f"{statement} LIMIT {limit + 1}", parameters)
        numbers = [number for (number,) in cursor.fetchall()]
    return numbers if len(numbers) <= limit else None


def count_of(clauses: Sequence[Clause], limit: int) -> int:
    """How many threads hold all of `clauses`, up to `limit`."""
    statement, parameters = _numbers(clauses)
    with connection.cursor() as cursor:
        # Of one word PostgreSQL's statistics are near enough to know that there are more; to count takes it 0.1 s.
        if connection.vendor == "postgresql" and _is_one_word(clauses):
            expected = _expected_rows(cursor, statement, parameters)
            if expected > SURELY * limit:
                return limit
        cursor.execute(f"SELECT count(*) FROM ({statement} LIMIT {limit}) found", parameters)  # noqa: S608
        number: int = cursor.fetchone()[0]
    return number


def _is_one_word(clauses: Sequence[Clause]) -> bool:
    words = [one for clause in clauses for one in clause.alternatives]
    return (
        len(words) == 1
        and not clauses[0].is_negated
        and not words[0].is_prefix
        and len(WORD.findall(words[0].text)) == 1
    )


def numbers_among(clauses: Sequence[Clause], numbers: Sequence[int]) -> set[int]:
    """Those of the threads `numbers` that hold all of `clauses`."""
    if not numbers:
        return set()
    statement, parameters = _numbers(clauses)
    if connection.vendor == "postgresql":
        statement, parameters = f"{statement} AND thread_id = ANY(%s)", [*parameters, list(numbers)]
    else:  # newest first they are next to each other; what lies between them does no harm
        statement = f"{statement} AND rowid BETWEEN %s AND %s"
        parameters = [*parameters, min(numbers), max(numbers)]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = {number for (number,) in cursor.fetchall()}
    return found.intersection(numbers)


def _numbers(clauses: Sequence[Clause]) -> tuple[str, list[Any]]:
    """A SELECT of the threads that hold all of `clauses`, in no order, which ends with its conditions."""
    if connection.vendor == "postgresql":
        condition, parameters = _condition(clauses)
        return f"SELECT thread_id FROM threadsui_threadtext t WHERE {condition}", parameters  # noqa: S608
    return f"SELECT rowid FROM {sqlite.INDEX} WHERE {sqlite.INDEX} MATCH %s", [_match(clauses)]  # noqa: S608


class Holds(Func):
    """Whether the index says that the thread at hand holds all of the clauses: a condition for `filter()`."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, clauses: Sequence[Clause], **options: Any) -> None:
        self.clauses = tuple(clauses)
        super().__init__(F("pk"), **options)

    def as_sqlite(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        number, parameters = compiler.compile(self.source_expressions[0])
        statement = f"EXISTS (SELECT 1 FROM {sqlite.INDEX} WHERE {sqlite.INDEX} MATCH %s AND rowid = {number})"  # noqa: S608
        return statement, (_match(self.clauses), *parameters)

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        number, parameters = compiler.compile(self.source_expressions[0])
        condition, own = _condition(self.clauses)
        statement = (
            "EXISTS (SELECT 1 FROM threadsui_threadtext t "  # noqa: S608 - what was typed is a parameter
            f"WHERE t.thread_id = {number} AND {condition})"
        )
        return statement, [*parameters, *own]


def _match(clauses: Iterable[Clause]) -> str:
    """The clauses in FTS5's language. A text in double quotes is words alone to it, whatever is in them."""
    wanted = [_any_of(clause) for clause in clauses if not clause.is_negated]
    unwanted = [_any_of(clause) for clause in clauses if clause.is_negated]
    found = " AND ".join(wanted or [_any_of(Clause((mark(EVERY),)))])
    for each in unwanted:
        found = f"({found}) NOT {each}"
    return found


def _any_of(clause: Clause) -> str:
    return "(" + " OR ".join(_phrase(words) for words in clause.alternatives) + ")"


def _phrase(words: Words) -> str:
    quoted = '"' + words.text.replace('"', '""') + '"'
    return f"{FIELDS[words.field][0]} : {quoted}{' *' if words.is_prefix else ''}"


def _condition(clauses: Iterable[Clause]) -> tuple[str, list[Any]]:
    """The clauses as a condition on a row `t` of ThreadText, and its parameters."""
    pieces, parameters = [], []
    for clause in clauses:
        alternatives = []
        for words in clause.alternatives:
            piece, own = _holds(words)
            alternatives.append(piece)
            parameters += own
        pieces.append(("NOT " if clause.is_negated else "") + f"({' OR '.join(alternatives)})")
    return " AND ".join(pieces), parameters


def _holds(words: Words) -> tuple[str, list[Any]]:
    """The index finds the words; that they are next to each other is seen in the text."""
    if words.field == "mark":
        return "t.lexemes @@ %s::tsquery", [f"'=m{words.text}'{':*' if words.is_prefix else ''}"]
    found = "t.lexemes @@ threadsui_query(%s, %s, %s)"
    parameters = [words.text, FIELDS[words.field][1], words.is_prefix]
    if len(WORD.findall(words.text)) < 2:
        return found, parameters
    text = "threadsui_fold(%s)"
    pattern = f"'%%' || {f'rtrim({text})' if words.is_prefix else text} || '%%'"
    columns = LIKE_COLUMNS[words.field]
    nearby = " OR ".join(f"t.{column} LIKE {pattern}" for column in columns)
    return f"({found} AND ({nearby}))", [*parameters, *[words.text] * len(columns)]


def _expected_rows(cursor: Any, statement: str, parameters: list[Any]) -> int:
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    rows: int = plan[0]["Plan"]["Plan Rows"]
    return rows
