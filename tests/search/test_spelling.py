"""A search as text again: chips and the filter dialog write what the box reads."""

from hypothesis import example, given
from hypothesis import strategies as st

from threadsui.search import (
    TERMS_MAX,
    TEXT_MAX,
    THREADS,
    VALUES_MAX,
    Kind,
    Match,
    Search,
    Term,
    Value,
    parse,
    search_of,
)
from threadsui.search.words import has_words

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
SAID = TEXTS.filter(bool)
WORDS = TEXTS.filter(has_words)
DAYS = st.sampled_from(["2026-11-22", "2026-11", "2025", "today", "yesterday"])
SPANS = st.sampled_from(["2026-11-01..2026-11-20", "2026..", "..yesterday", "2026-01..today"])


def exact(texts):
    return texts.map(Value)


def starred(texts):
    return texts.map(lambda text: Value(text, Match.PREFIX))


def values_of(key):
    return {
        Kind.WORDS: exact(WORDS) | starred(WORDS),
        Kind.ID: exact(SAID) | starred(SAID),
        Kind.DAY: exact(DAYS),
        Kind.DAYS: exact(DAYS) | SPANS.map(lambda text: Value(text, Match.RANGE)),
        Kind.PAIR: exact(TEXTS) | st.just(Value("", Match.ANY)),
        Kind.CHOICE: exact(st.sampled_from(sorted(key.choices) or ["-"])),
    }.get(key.kind, exact(SAID))


@st.composite
def terms(draw):
    key = draw(st.sampled_from([None, *THREADS.keys]))
    if key is None:
        values = (draw(exact(WORDS) | starred(WORDS)),)
    else:
        values = tuple(draw(st.lists(values_of(key), min_size=1, max_size=VALUES_MAX)))
    return Term(
        key=key.name if key else "",
        values=values,
        is_negated=draw(st.booleans()),
        name=draw(SAID) if key and key.kind is Kind.PAIR else "",
    )


def written(search):
    return parse(str(search))


@given(
    st.lists(terms(), max_size=TERMS_MAX).filter(lambda some: len(str(search_of(some))) <= TEXT_MAX)
)
@example([Term("", (Value("metadata.x"),))])
@example([Term("", (Value("creator:ana"),))])
@example([Term("", (Value("-a"),)), Term("", (Value("a*"),)), Term("", (Value('"\\a'),))])
@example([Term("metadata", (Value("*"), Value("a,b"), Value('\\"')), name='a"b:c.')])
def test_search_written_and_read_is_the_same(given_terms):
    search = search_of(given_terms)

    assert written(search) == search
    assert written(search).errors == ()


@given(st.text(max_size=60))
@example('metadata."a:b"c -"x"*y tag:"a","b"c')
def test_whatever_is_typed_is_read_without_an_exception_and_what_was_read_is_written_alike(text):
    search = parse(text)

    assert written(Search(terms=search.terms)).terms == search.terms
    for place in (*search.terms, *search.errors):
        assert 0 <= place.start < place.end <= len(text)


@given(st.lists(terms(), min_size=1, max_size=5), st.data())
def test_term_taken_out_leaves_the_others(given_terms, data):
    search = search_of(given_terms)
    gone = data.draw(st.integers(0, len(given_terms) - 1))

    rest = search.without(search.terms[gone])

    assert parse(rest).terms == tuple(given_terms[:gone] + given_terms[gone + 1 :])


@given(st.lists(terms(), max_size=4), terms())
def test_term_put_in_comes_after_the_others(given_terms, term):
    assert parse(search_of(given_terms).with_term(term)).terms == (*given_terms, term)


def test_text_that_was_typed_stays_as_it_was_typed():
    search = parse("  CREATOR:ana   “a b”  -tag:vip")
    creator, _phrase, tag = search.terms

    assert search.without(creator) == "“a b”  -tag:vip"
    assert search.without(tag) == "CREATOR:ana   “a b”"
    assert search.with_term(Term("tag", (Value("new one"),))).endswith('-tag:vip tag:"new one"')
    assert search.replacing(tag, Term("tag", (Value("late"),))).endswith("”  tag:late")
