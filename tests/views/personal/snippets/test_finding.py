"""Snippets listed in pages, and searched for while one writes."""

import pytest
from django.test import Client

from tests.factories import snippet

from .pages import LIST, SEARCH, names

HOSTILE = '"><script>alert(1)</script>'


def test_list_has_ones_own_and_shared_ones_and_finds_in_the_text(signed_in, agent):
    snippet(owner=agent, name="mine", text="About refunds")
    snippet(name="shared", is_shared=True)
    snippet(name="secret", text="About refunds")

    assert names(signed_in.get(LIST)) == ["mine", "shared"]
    assert names(signed_in.get(LIST, {"q": "refunds"})) == ["mine"]
    assert "No snippet has this" in signed_in.get(LIST, {"q": "x" * 300}).text


def test_pages_go_on_by_name_after_ones_own_and_back_again(signed_in, agent, small_pages):
    for name in ("z-mine", "y-mine"):
        snippet(owner=agent, name=name)
    whole = signed_in.get(LIST)
    for name in ("c", "a", "b"):
        snippet(name=name, is_shared=True)

    first = signed_in.get(LIST)
    second = signed_in.get(LIST + first.context["older_href"])
    snippet(name="aa", is_shared=True)  # arrives meanwhile: nothing is skipped, nothing comes twice
    third = signed_in.get(LIST + second.context["older_href"])
    back = signed_in.get(LIST + third.context["newer_href"])

    assert [names(page) for page in (first, second, third)] == [
        ["y-mine", "z-mine"],
        ["a", "b"],
        ["c"],
    ]
    assert names(back) == ["aa", "b"]
    assert (third.context["older_href"], first.context["newer_href"]) == ("", "")
    assert "Next" in first.text
    assert "Next" not in whole.text


def test_page_of_a_search_keeps_the_search_and_a_changed_address_is_refused(
    signed_in, agent, small_pages
):
    for number in range(3):
        snippet(owner=agent, name=f"refund-{number}")
    snippet(owner=agent, name="a-hello")

    older = signed_in.get(LIST, {"q": "refund"}).context["older_href"]

    assert names(signed_in.get(LIST + older)) == ["refund-2"]
    assert signed_in.get(LIST, {"cursor": "x"}).status_code == 400
    assert signed_in.get("/presets/" + older).status_code == 400  # of another list


def test_search_has_names_that_begin_so_first_then_names_and_then_texts(signed_in, agent):
    snippet(owner=agent, name="a", text="We refund it.")
    snippet(owner=agent, name="b-refund")
    snippet(owner=agent, name="Refund")
    snippet(owner=agent, name="other")
    snippet(name="refund-secret")

    assert names(signed_in.get(SEARCH, {"q": "refund"})) == ["Refund", "b-refund", "a"]


def test_search_finds_a_few_and_says_how_many(signed_in, agent):
    for number in range(10):
        snippet(owner=agent, name=f"s{number}")

    answer = signed_in.get(SEARCH)

    assert answer.text.count('role="option"') == 8
    assert "8 snippets." in answer.text


def test_search_of_somebody_who_is_signed_out_says_nothing(db):
    answer = Client().get(SEARCH)

    assert (answer.status_code, answer.text) == (204, "")


def test_hostile_text_is_text(signed_in, agent):
    own = snippet(owner=agent, name="x", text=HOSTILE)

    for address in (LIST, SEARCH, f"/snippets/{own.pk}/edit/", f"/snippets/{own.pk}/delete/"):
        assert HOSTILE not in signed_in.get(address).text


@pytest.mark.parametrize("count", [1, 3])
def test_search_is_one_query(signed_in, agent, count, django_assert_num_queries):
    for _number in range(count):
        snippet(is_shared=True)

    with django_assert_num_queries(5):  # session, user, the two of permissions, snippets
        signed_in.get(SEARCH)
