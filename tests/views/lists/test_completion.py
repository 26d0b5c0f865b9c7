"""What the search box is offered, as the options of its list."""

import re
from html import unescape

import pytest

from tests import factories
from threadsui.models import Tag

pytestmark = pytest.mark.django_db

URL = "/threads/completion/"


@pytest.fixture
def offered(signed_in):
    """What takes the place of the end of a text: `offered("creator:an")`."""

    def ask(text):
        response = signed_in.get(URL, {"q": text})
        assert response.status_code == 200
        return [unescape(found) for found in re.findall(r'data-text="([^"]*)"', response.text)]

    return ask


@pytest.fixture
def asked(signed_in):
    def ask(text):
        return signed_in.get(URL, {"q": text}).text

    return ask


def test_empty_box_offers_every_key(offered):
    assert offered("")[:3] == ["creator:", "assigned:", "connection:"]
    assert offered("refund ") == offered("")


@pytest.mark.parametrize("text", ["cre", "CRE", "-cre", "refund cre"])
def test_beginning_of_a_key_offers_it(offered, text):
    assert offered(text) == ["creator:", "created:"]


def test_word_offers_metadata_keys_people_and_tags_that_begin_so(offered):
    factories.thread(metadata={"anchor": "1"})
    factories.user("agent", "ana")
    Tag.objects.create(name="annex")

    assert offered("an") == ["metadata.anchor:", "creator:ana ", "tag:annex "]


def test_one_letter_offers_no_people(offered):
    factories.user("agent", "zoe")

    assert offered("z") == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("role:", ["user ", "assistant "]),
        ("state:g", ["gone "]),
        ("-state:gone,del", ["deleted "]),
        ("has:a", ["attachment "]),
        ("assigned:n", ["none "]),
        ("connection:sand", ["sandbox "]),
        ("created:yes", ["yesterday "]),
        ('"a phrase', []),
        ("nokey:x", []),
        ('tag:"done"', []),
    ],
)
def test_value_is_offered_by_what_its_key_takes(offered, text, expected):
    assert offered(text) == expected


def test_metadata_is_offered_by_name_and_then_by_value(offered):
    factories.thread(metadata={"ticket": "4711", "city": "Berlin"})
    factories.thread(metadata={"ticket": "4711"})

    assert offered("metadata.") == ["ticket:", "city:"]
    assert offered("metadata.ci") == ["city:"]
    assert offered("metadata.ticket:") == ["* ", "4711 "]
    assert offered("metadata.ticket:4") == ["4711 "]


def test_what_has_blanks_or_signs_is_put_in_quotes(offered):
    factories.thread(metadata={"order no": 'A "1", B'})

    assert offered("metadata.") == ['"order no":']
    assert offered('metadata."order') == ['"order no":']
    assert offered('metadata."order no":a') == [r'"A \"1\", B" ']
    assert offered('metadata."order no":"A') == [r'"A \"1\", B" ']


def test_what_is_replaced_goes_along_with_its_quote(asked):
    factories.thread(metadata={"city": "New York"})

    assert 'data-typed="&quot;New Y"' in asked('refund metadata.city:"New Y')
    assert 'data-typed="an"' in asked("-creator:an")
    assert 'data-typed=""' in asked("creator:")


def test_nothing_is_offered_for_what_is_there_in_full(offered):
    assert offered("state:gone") == []


@pytest.mark.parametrize(
    "text, unfinished",
    [
        ("refund", False),
        ("creator:", True),
        ("creator:age", True),
        ("creator:agent", False),
        ("state:gon", True),
        ("state:gone", False),
        ("metadata.tick", True),
        ("metadata.ticket", False),
        ("metadata.ticket:47", False),
        ("created:2026-1", True),
        ("created:2026-11", False),
        ('"late', True),
        ('"late"', False),
    ],
)
def test_beginnings_that_would_be_refused_are_called_unfinished(asked, agent, text, unfinished):
    factories.thread(metadata={"ticket": "4711"})

    assert ("data-unfinished" in asked(text)) is unfinished


def test_hostile_names_are_escaped(asked):
    factories.thread(metadata={"<img src=x>": '"><b>'})

    assert "<img" not in asked("metadata.")
    assert "<b>" not in asked('metadata."<img src=x>":')


def test_null_characters_and_endless_texts_are_answered_with_nothing(offered):
    assert offered("state:go\0") == ["gone "]
    assert offered("a" * 2_000) == []


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(
    "text, queries",
    [
        ("", 0),
        ("state:", 0),
        ("t", 2),  # metadata keys, and what is kept for others
        ("ti", 4),  # and people, and tags
        ("metadata.", 2),
        ("metadata.ticket0:", 2),
        ("creator:", 1),
        ("connection:", 2),
        ("tag:", 2),
    ],
)
def test_number_of_statements_does_not_grow_with_what_is_found(
    signed_in, text, queries, count, django_assert_num_queries
):
    for number in range(count):
        factories.thread(metadata={f"ticket{number}": "4711"})
        factories.user("agent", f"tim{number}")
        Tag.objects.create(name=f"tidy{number}")
    signed_in.get(URL)
    with django_assert_num_queries(4) as own:  # session, person, permissions
        signed_in.get(URL, {"q": "nokey:"})

    with django_assert_num_queries(len(own) + queries):
        signed_in.get(URL, {"q": text})


def test_signed_out_answer_is_empty(client):
    assert client.get(URL, {"q": "creator:"}).status_code == 204


def test_help_is_a_page_and_a_dialog(signed_in):
    piece = signed_in.get(
        "/threads/search-help/", headers={"HX-Request": "true", "HX-Target": "dialogs"}
    )

    assert "data-dialog-auto" in piece.text
    assert "<html" not in piece.text
    assert "<h1>Search help</h1>" in signed_in.get("/threads/search-help/").text


def test_examples_of_the_help_are_of_the_records_that_there_are(signed_in):
    Tag.objects.create(name="late")
    factories.thread(metadata={"order no": "A 1"})

    text = unescape(signed_in.get("/threads/search-help/").text)

    assert ">tag:late</a>" in text
    assert '>metadata."order no":"A 1"</a>' in text
