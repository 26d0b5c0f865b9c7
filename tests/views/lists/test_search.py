"""The list of threads by what is searched for: over HTTP, for each kind of reader, in so many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from threadsui.models import Message, Note

pytestmark = pytest.mark.django_db

LIST = reverse("threadsui:thread_list")


@pytest.fixture
def threads(agent):
    """One that says it in its title, one in a message, one in a note; and one that does not."""
    titled, told, noted, other = (
        factories.thread(title=title, creator=agent)
        for title in ("A snapped pole", "Told", "Noted", "Other")
    )
    Message.objects.create(
        thread=told, position=0, role="user", content="My pole is bent", text="My pole is bent"
    )
    Note.objects.create(thread=noted, author=agent, text="Sent a pole")
    return titled, told, noted, other


def titles(client, **query):
    response = client.get(LIST, query)
    return {row["title"] for row in response.context["rows"]}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("pole", {"A snapped pole", "Told", "Noted"}),
        ("POLE -snapped", {"Told", "Noted"}),
        ("title:pole", {"A snapped pole"}),
        ("note:pole", {"Noted"}),
        ('"pole is bent"', {"Told"}),
        ("has:note,message", {"Told", "Noted"}),
        ("-has:message -has:note -snapped", {"Other"}),
        ("nothing", set()),
    ],
)
def test_words_are_found_wherever_they_stand(signed_in, threads, text, expected):
    assert titles(signed_in, q=text) == expected


def test_id_of_a_thread_finds_it(signed_in, threads):
    assert titles(signed_in, q=threads[3].remote_id) == {"Other"}
    assert titles(signed_in, q=f"id:{threads[3].remote_id}") == {"Other"}
    assert titles(signed_in, q=f'id:"#{threads[3].pk}"') == {"Other"}


def test_who_reads_text_masked_finds_no_thread_by_it(client, threads, auditor):
    client.force_login(auditor)

    found = client.get(LIST, {"q": "pole"})
    by_id = client.get(LIST, {"q": threads[3].remote_id})
    refused = client.get(LIST, {"q": "title:pole"})

    assert found.context["rows"] == []
    assert len(by_id.context["rows"]) == 1
    assert refused.status_code == 422
    assert "You read text masked" in refused.text


def test_number_of_queries_grows_neither_with_rows_nor_with_words(signed_in, threads, agent):
    def asked(text):
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(LIST, {"q": text})
        return len(queries)

    few = asked("pole")
    for _ in range(20):
        factories.thread(title="Another pole", creator=agent)
    assert asked("pole") == few
    assert asked("pole another* -bent title:a* -role:user") == few
    assert asked("pole creator:me") == few  # "me" is known
    assert asked(f"pole creator:{agent.username}") == few + 1
    assert asked(f"pole creator:{agent.username} -assigned:{agent.username}") == few + 1


@pytest.mark.parametrize(
    "text, told",
    [
        ("pole OR tent", "OR is searched for as a word here"),
        ("creator:none", "Every thread was brought here by somebody."),
        ("①", "There is no word in this"),
        ("title:②", "There is no word in this"),
    ],
)
def test_search_that_finds_nothing_by_its_form_says_how_to_write_it(signed_in, threads, text, told):
    assert told in signed_in.get(LIST, {"q": text}).text


def test_or_in_quotes_or_at_the_end_is_a_word(signed_in):
    for text in ('pole "OR" tent', "pole or tent", "pole OR", "OR"):
        assert "OR is searched for" not in signed_in.get(LIST, {"q": text}).text


def test_somebody_whose_name_is_none_is_found_as_a_creator(signed_in):
    factories.thread(title="Theirs", creator=factories.user("agent", "none"))

    assert titles(signed_in, q="creator:none") == {"Theirs"}


@pytest.mark.parametrize("text", ["creator:Ana", "connection:SANDBOX"])
def test_name_in_other_letters_is_an_error_with_the_right_one_to_press(signed_in, text):
    factories.thread(creator=factories.user(username="ana"), title="Hers")

    refused = signed_in.get(LIST, {"q": text})
    [problem] = refused.context["problems"]

    assert refused.status_code == 422
    assert problem["suggestion"] == text.partition(":")[2].lower()
    assert len(signed_in.get(problem["href"]).context["rows"]) == 1
