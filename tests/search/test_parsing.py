"""What a text of the search box means, and what is wrong with it where."""

import pytest

from threadsui.search import TERMS_MAX, TEXT_MAX, VALUES_MAX, Match, Term, Value, parse


def term(text):
    search = parse(text)
    assert search.errors == ()
    (only,) = search.terms
    return only


def problems(text):
    """[(the marked piece, the sentence, the suggestion)]"""
    found = parse(text)
    return [
        (text[error.start : error.end], str(error.message), error.suggestion)
        for error in found.errors
    ]


def one(key, text, match=Match.EXACT, **more):
    return Term(key, (Value(text, match),), **more)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("refund", one("", "refund")),
        ("refund*", one("", "refund", Match.PREFIX)),
        ('"late delivery"', one("", "late delivery")),
        ("“late delivery”", one("", "late delivery")),
        ('"late deliv"*', one("", "late deliv", Match.PREFIX)),
        (r'"say \"hi\" \\ bye"', one("", 'say "hi" \\ bye')),
        ("-refund", one("", "refund", is_negated=True)),
        ('-"late delivery"', one("", "late delivery", is_negated=True)),
        ("--refund", one("", "-refund", is_negated=True)),
        ("https://example.com/a:b", one("", "https://example.com/a:b")),
        ("12:30", one("", "12:30")),
        ("thread.id", one("", "thread.id")),
        ("creator:ana", one("creator", "ana")),
        ("CREATOR:ana", one("creator", "ana")),
        ("-state:deleted", one("state", "deleted", is_negated=True)),
        ('title:"late delivery"', one("title", "late delivery")),
        ("id:thread_ab*", one("id", "thread_ab", Match.PREFIX)),
        ("created:2026-11-22", one("created", "2026-11-22")),
        ("created:2026-11-01..2026-11-20", one("created", "2026-11-01..2026-11-20", Match.RANGE)),
        ("created:2026-11..", one("created", "2026-11..", Match.RANGE)),
        ("created:..today", one("created", "..today", Match.RANGE)),
        ("created:2026-11-01..today", one("created", "2026-11-01..today", Match.RANGE)),
        ("metadata.ticket:4711", one("metadata", "4711", name="ticket")),
        ("metadata.a.b:c", one("metadata", "c", name="a.b")),
        ('metadata."my key: x":"a, b"', one("metadata", "a, b", name="my key: x")),
        ("metadata.ticket", one("metadata", "", Match.ANY, name="ticket")),
        ("metadata.ticket:*", one("metadata", "", Match.ANY, name="ticket")),
        ('metadata.ticket:"*"', one("metadata", "*", name="ticket")),
        ('metadata.ticket:""', one("metadata", "", name="ticket")),
        ("metadata.url:https://a.b/c", one("metadata", "https://a.b/c", name="url")),
        ("tag:vip,late", Term("tag", (Value("vip"), Value("late")))),
        ('tag:"vip","a b"', Term("tag", (Value("vip"), Value("a b")))),
    ],
)
def test_term_means_what_it_says(text, expected):
    assert term(text) == expected


def test_terms_have_their_places():
    text = '  ünî -tag:vip,"a b"   "late delivery"'
    search = parse(text)

    assert [text[term.start : term.end] for term in search.terms] == [
        "ünî",
        '-tag:vip,"a b"',
        '"late delivery"',
    ]
    assert [text[value.start : value.end] for value in search.terms[1].values] == ["vip", '"a b"']


def test_unknown_key_names_the_nearest_one_and_the_way_out():
    ((marked, sentence, suggestion),) = problems("refund craetor:ana")

    assert (marked, suggestion) == ("craetor", "creator")
    assert "no key “craetor”" in sentence
    assert "quotes" in sentence


def test_unknown_key_that_is_like_no_other_says_that_quotes_make_it_words():
    ((marked, sentence, suggestion),) = problems("zzz:1")

    assert (marked, suggestion) == ("zzz", "")
    assert "In quotes it is searched for as words." in sentence


def test_outcome_as_a_state_says_where_outcomes_are():
    ((marked, sentence, _),) = problems("state:unknown")

    assert marked == "unknown"
    assert "Submissions" in sentence


@pytest.mark.parametrize(
    "text, marked",
    [
        ('"late', '"late'),
        ('tag:"late', '"late'),
        ("creator:", "creator:"),
        ("creator: ana", "creator:"),
        ("tag:a,,b", "tag:a,"),
        ("-", "-"),
        ("…", "…"),
        ('""', '""'),
        ("title:…", "…"),
        ("state:goen", "goen"),
        ("has:nothing", "nothing"),
        ("created:soon", "soon"),
        ("created:2026-13", "2026-13"),
        ("created:2026-02-30", "2026-02-30"),
        ("created:1999-01-01", "1999-01-01"),
        ("created:..", ".."),
        ("created:2026-11-20..2026-11-01", "2026-11-20..2026-11-01"),
        ("before:2026-11-01..", "2026-11-01.."),
        ("metadata:ticket", "metadata:ticket"),
        ("metadata.:x", "."),
        ("metadata.k:", "metadata.k:"),
        ("metadata." + "k" * 65 + ":x", "k" * 65),
        ('creator:"ana"*', '"ana"*'),
        ("id:*", "*"),
        ("a\0b", "\0"),
    ],
)
def test_what_makes_no_sense_is_marked(text, marked):
    assert [problem[0] for problem in problems(text)] == [marked]


def test_all_errors_show_at_once_and_what_can_be_read_is_read():
    search = parse('crator:x refund created:soon tag:vip "open')

    assert [search.text[error.start : error.end] for error in search.errors] == [
        "crator",
        "soon",
        '"open',
    ]
    assert [str(term) for term in search.terms] == ["refund", "tag:vip"]


def test_bounds_are_held():
    assert problems("a" * (TEXT_MAX + 2))[0][0] == "aa"
    assert not problems(" ".join("a" * TERMS_MAX))
    assert problems(" ".join("a" * (TERMS_MAX + 1)))[0][0] == "a"
    assert not problems("tag:" + ",".join("a" * VALUES_MAX))
    assert problems("tag:" + ",".join("a" * VALUES_MAX + "b"))[0][0] == "b"
