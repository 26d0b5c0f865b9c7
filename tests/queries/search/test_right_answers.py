"""Each filter of the search, alone, negated and combined, against the same question put to plain Python.

`make test-postgres` asks the other engine the same.
"""

import json
from unittest.mock import patch

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.factories import thread_filters
from threadsui.models import User
from threadsui.queries.search import narrowing
from threadsui.queries.threads.selections import by_filters, selected_threads
from threadsui.queries.threads.thread_list import threads_by_number, threads_for_list
from threadsui.search import THREADS, Kind, Match, Term, Value, parse, search_of
from threadsui.search.words import has_words

from .conftest import FILES, KEYS, PEOPLE, SLUGS, TAGS, VALUES, WORDS
from .reference import matches

SPOKEN = [word for word in WORDS if has_words(word)]
HOSTILE = [
    *(
        'refund" OR "late',
        "refund*",
        "NEAR(late delivery)",
        "{title} : refund",
        "^refund",
        "title:re",
    ),
    *("late' || 'x", "'; DROP TABLE threadsui_thread; --", "late & !refund", "re:*", "late <-> x"),
    *("\\", "refund\\", "marks : roleuser", "100%", "l_te", "late%", "$$late$$", "%s", "%(a)s"),
]
DAYS = ["2026-10-28", "2026-11-01", "2026-11-03", "2026-11", "2026-10", "2026", "2025"]
SPANS = ["2026-11-01..2026-11-03", "2026-11..", "..2026-10", "..2026-11-01", "2026-10..2026-11-02"]
WHOLE = [day for day in DAYS if len(day) == 10]
CHOICES = {key.name: list(key.choices) for key in THREADS.keys if key.kind is Kind.CHOICE}


def values(texts, *matches):
    return st.builds(Value, st.sampled_from(texts), st.sampled_from(matches or [Match.EXACT]))


PHRASES = st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=2).map(" ".join) | st.sampled_from(
    [text for text in HOSTILE if has_words(text)]
)
WORD_VALUES = st.builds(Value, PHRASES, st.sampled_from([Match.EXACT, Match.PREFIX]))
VALUES_OF = {
    "": WORD_VALUES,
    "title": WORD_VALUES,
    "note": WORD_VALUES,
    "creator": values([*PEOPLE, "me"]),
    "assigned": values([*PEOPLE, "me", "none"]),
    "connection": values(SLUGS),
    "tag": values(TAGS),
    "created": values(DAYS) | values(SPANS, Match.RANGE),
    "before": values(WHOLE),
    "after": values(DAYS),
    "file": values([*FILES, "file", "none"], Match.EXACT, Match.PREFIX),
    "id": values(["thread_1", "thread", "Ab", "ab1", "#1", "#", "%"], Match.EXACT, Match.PREFIX),
    "metadata": values([*VALUES, "none"]) | st.just(Value("", Match.ANY)),
    **{key: values(choices) for key, choices in CHOICES.items()},
}


@st.composite
def terms(draw, keys=tuple(VALUES_OF)):
    key = draw(st.sampled_from(keys))
    several = 1 if key == "" else 3
    return Term(
        key=key,
        values=tuple(draw(st.lists(VALUES_OF[key], min_size=1, max_size=several))),
        is_negated=draw(st.booleans()),
        name=draw(st.sampled_from([key for key in KEYS if key])) if key == "metadata" else "",
    )


def found(text, reader, zone):
    """The numbers that the list, the walk by number, and a kept selection find."""
    with timezone.override(zone):
        filters = thread_filters(text, reader=reader)
    listed = [thread.pk for thread in threads_for_list(filters)]
    kept = json.loads(json.dumps(by_filters(filters)))
    assert sorted(listed) == sorted(
        thread.pk for thread in threads_by_number(filters, reader=reader)
    )
    assert sorted(listed) == sorted(thread.pk for thread in selected_threads(kept))
    assert len(listed) == len(set(listed))
    return set(listed)


def check(facts, text, rare_max=5_000, zone="UTC"):
    reader = User.objects.get(username="ana")
    expected = {
        pk
        for pk, one in facts.items()
        if matches(one, parse(text), reader=reader.username, zone=zone)
    }
    with patch.object(narrowing, "RARE_MAX", rare_max):
        assert found(text, reader, zone) == expected


many = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("key", VALUES_OF, ids=lambda key: key or "words")
def test_each_filter_alone_and_negated_finds_what_it_says(facts, key):
    @settings(many, max_examples=12)
    @given(terms((key,)), st.sampled_from([5_000, 2, 0]))
    def judge(term, rare_max):
        check(facts, str(search_of([term])), rare_max)

    judge()


@many
@given(
    st.lists(terms(), min_size=2, max_size=4),
    st.sampled_from([5_000, 2, 0]),
    st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo"]),
)
@example([Term("", (Value("refund"),)), Term("creator", (Value("ana"),))], 5_000, "UTC")
def test_filters_combined_find_what_all_of_them_say(facts, some, rare_max, zone):
    check(facts, str(search_of(some)), rare_max, zone)


@pytest.mark.parametrize("text", [text for text in HOSTILE if has_words(text)])
def test_signs_of_the_engines_own_languages_are_no_more_than_signs(facts, text):
    for quoted in (str(Value(text)), str(Value(text, Match.PREFIX))):
        check(facts, quoted)
        check(facts, f"-{quoted} -title:{quoted}")
        check(facts, f"note:{quoted}", rare_max=0)


def test_all_threads_are_found_without_a_search(facts):
    check(facts, "")
