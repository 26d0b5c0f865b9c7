"""The search box of the list: chips, the dialog, and words that are longer."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.urls import reverse

from threadsui.models import Tag

CHIPS = {
    "state:gone": ("State", "Gone upstream"),
    "-state:gone": ("State", "not Gone upstream"),
    "state:gone,deleted": ("State", "Gone upstream or Deleted"),
    "creator:agent": ("Created by", "agent"),
    "assigned:me": ("Assigned to", "me"),
    "connection:sandbox": ("Connection", "Sandbox"),
    "tag:vip": ("Tag", "vip"),
    "metadata.order:7": ("Metadata", "order=7"),
    "metadata.order:*": ("Metadata", "order"),
    'metadata."a b":"c, d"': ("Metadata", "a b=c, d"),
    "-metadata.env:test": ("Metadata", "not env=test"),
    "created:2026-11-01..2026-11-20": ("Created", "2026-11-01 – 2026-11-20"),
    "created:2026-11-01..": ("Created", "from 2026-11-01"),
    "created:..2026-11-20": ("Created", "until 2026-11-20"),
    "before:2026-11-01": ("Created before", "2026-11-01"),
    "has:attachment": ("Has", "a message with an attachment"),
    "role:assistant": ("Has a message of", "Assistant"),
    "file:file-a*": ("File", "file-a*"),
    "-refund": ("Words", "not refund"),
}


@pytest.mark.parametrize("term", CHIPS)
def test_chip_says_what_its_term_says_and_leads_to_the_search_without_it(ask, term):
    Tag.objects.create(name="vip")

    chips = ask({"q": f"pole {term} tent", "view": "all"}).context["chips"]

    [chip] = chips
    assert (str(chip["label"]), chip["value"]) == CHIPS[term]
    assert parse_qs(urlsplit(chip["remove_href"]).query) == {"q": ["pole tent"], "view": ["all"]}


def test_chips_are_those_of_an_older_address_as_well(ask, agent):
    response = ask({"q": "pole", "state": "created", "metadata": ["order=7", "vip"], "cursor": ""})

    chips = {chip["value"]: chip["remove_href"] for chip in response.context["chips"]}
    assert set(chips) == {"Created", "order=7", "vip"}
    assert parse_qs(urlsplit(chips["order=7"]).query) == {
        "q": ["pole state:created metadata.vip:*"]
    }
    assert 'value="pole state:created metadata.order:7 metadata.vip:*"' in response.text


@pytest.mark.parametrize(
    "text, longer",
    [("creator:agent pol", "creator:agent pol*"), ("pol tent state:gone", "pol tent* state:gone")],
)
def test_search_that_finds_nothing_leads_to_longer_words(ask, agent, text, longer):
    response = ask({"q": text})

    assert f'href="/threads/?{urlencode({"q": longer})}"' in response.text


@pytest.mark.parametrize("text", ["pol*", '"late delivery"', "-pol", "title:pol", "state:gone"])
def test_no_longer_words_are_offered_where_no_bare_word_is_searched_for(ask, agent, text):
    assert ask({"q": text}).context["longer"] is None


def test_words_alone_are_no_chip(ask):
    assert ask({"q": 'pole "late delivery" deliv*'}).context["chips"] == []


def test_dialog_shows_what_it_can_and_the_text_for_which_it_does(ask, agent):
    text = (
        "creator:agent -tag:vip metadata.order:7 created:2026-11-01..2026-11-20 state:gone,deleted"
    )
    Tag.objects.create(name="vip")

    response = ask({"q": text, "filters": "open"})

    dialog = response.context["dialog"]
    assert dialog["creator"].value() == "agent"
    assert dialog["metadata"].value() == ["order=7"]
    assert dialog["created_to"].value() == "2026-11-20"
    assert not dialog["state"].value()
    assert not dialog["tag"].value()
    assert f'name="shown" value="{text}"' in response.text


PIECE = {"HX-Request": "true", "HX-Target": "thread-table"}


def test_text_is_put_into_the_box_by_a_chip_and_by_the_dialog_but_not_while_typing(signed_in):
    def swapped(query, **headers):
        response = signed_in.get(reverse("threadsui:thread_list"), query, headers=PIECE | headers)
        assert response["HX-Push-Url"] == "/threads/?q=state%3Agone"
        return 'id="search-box"' in response.text

    typing = {"HX-Trigger": "list-toolbar"}
    assert not swapped({"q": "state:gone ", "shown": "", "state": ""}, **typing)
    assert swapped({"q": "", "shown": "", "state": "gone"}, **typing)
    assert swapped({"q": "state:gone"})
