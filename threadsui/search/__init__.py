"""The grammar of the search boxes: `parse(text)` makes a `Search`, whose `str()` is its text again.

Knows nothing of records: whether a person or a tag is there is found out by the queries. A vocabulary says which keys
a box has; `THREADS` is the one of the list of threads.
"""

from .parsing import TERMS_MAX, TEXT_MAX, VALUES_MAX, parse
from .query import Match, QueryError, Search, Term, Value, search_of
from .threads import ME, NOBODY, THREADS
from .vocabulary import Key, Kind, Vocabulary

__all__ = [
    "ME",
    "NOBODY",
    "TERMS_MAX",
    "TEXT_MAX",
    "THREADS",
    "VALUES_MAX",
    "Key",
    "Kind",
    "Match",
    "QueryError",
    "Search",
    "Term",
    "Value",
    "Vocabulary",
    "parse",
    "search_of",
]
