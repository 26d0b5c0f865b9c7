import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import Tag, Thread

HOSTILE = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"


@pytest.fixture
def ask(signed_in):
    def get(query=None):
        if isinstance(query, str):
            return signed_in.get(f"{reverse('threadsui:thread_list')}?{query}")
        return signed_in.get(reverse("threadsui:thread_list"), query)

    return get


def titles(response):
    return [row["title"] for row in response.context["rows"]]


def test_newest_thread_comes_first(ask, agent):
    for title in ("First", "Second", "Third"):
        factories.thread(creator=agent, title=title)

    assert titles(ask()) == ["Third", "Second", "First"]


def test_filters_in_the_address_narrow_the_list_together(ask, agent):
    eu = factories.connection("eu")
    fits = {"connection": eu, "metadata": {"order": "7"}, "creator": agent}
    factories.thread(title="Fits: pole", **fits)
    factories.thread(title="Other words", **fits)
    factories.thread(title="Other place: pole", **fits | {"connection": None})
    factories.thread(title="Other pair: pole", **fits | {"metadata": {"order": "8"}})
    factories.thread(title="Other person: pole", **fits | {"creator": factories.user()})

    query = {"q": "pole", "connection": "eu", "metadata": "order=7", "creator": agent.username}

    assert titles(ask(query)) == ["Fits: pole"]


def test_several_metadata_conditions_must_all_fit(ask, agent):
    factories.thread(creator=agent, title="Both", metadata={"order": "7", "vip": "yes"})
    factories.thread(creator=agent, title="One", metadata={"order": "7"})

    assert titles(ask({"metadata": ["order=7", "vip"]})) == ["Both"]


def test_equals_signs_after_the_first_belong_to_the_value(ask, agent):
    factories.thread(creator=agent, title="Sum", metadata={"sum": "1+1=2"})

    assert titles(ask({"metadata": "sum=1+1=2"})) == ["Sum"]


def test_days_are_those_of_the_reader(signed_in, agent):
    signed_in.cookies["timezone"] = "Pacific/Auckland"  # 13 hours ahead in November
    moments = {"Wednesday": "2026-11-18T10:59:59Z", "Thursday": "2026-11-18T11:00:00Z"}
    for title, moment in moments.items():
        factories.thread(
            creator=agent,
            title=title,
            recorded_at=Thread._meta.get_field("recorded_at").to_python(moment),
        )
    query = {"created_from": "2026-11-19", "created_to": "2026-11-19"}

    response = signed_in.get(reverse("threadsui:thread_list"), query)

    assert titles(response) == ["Thursday"]


@pytest.mark.parametrize(
    "query, marked",
    [
        ({"q": "pole creator:nobody-like-this"}, "nobody-like-this"),
        ({"creator": "nobody-like-this"}, "nobody-like-this"),
        ({"connection": "nowhere"}, "nowhere"),
        ({"tag": "nosuchtag"}, "nosuchtag"),
        ({"state": "lost"}, "lost"),
        ({"metadata": "=value"}, "metadata:value"),
        ({"q": "pole creator:", "state": "gone"}, "creator:"),
    ],
)
def test_bad_filter_is_an_error_at_its_place_in_the_text(ask, agent, query, marked):
    factories.thread(creator=agent)

    response = ask(query)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["q"]
    assert f"<mark>{marked}</mark>" in response.text
    assert titles(response) == []


def test_each_error_says_what_to_write_instead(ask):
    response = ask({"q": "craetor:ana state:goen"})

    hrefs = [problem.get("href", "") for problem in response.context["problems"]]
    assert [parse_qs(urlsplit(href).query)["q"] for href in hrefs] == [
        ["creator:ana state:goen"],
        ["craetor:ana state:gone"],
    ]
    assert "Search with “creator”" in response.text


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


def test_form_that_the_browser_sends_ends_at_the_one_address(ask, agent):
    sent = {
        "view": "all",
        "q": "pole -tag:vip",
        "shown": "pole creator:agent",
        "creator": "",
        "state": "gone",
        "metadata": ["order=7", ""],
    }

    response = ask(sent)

    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == {
        "view": ["all"],
        "q": ["pole -tag:vip state:gone metadata.order:7"],
    }


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


def test_saved_view_of_older_filters_still_opens_its_list(ask, agent):
    view = factories.saved_view(owner=agent, query=f"creator={agent.username}&state=created")
    factories.thread(creator=agent, title="Mine")
    factories.thread(title="Not mine")

    response = ask(f"{view.query}&view={view.pk}")

    assert titles(response) == ["Mine"]
    assert [chip["value"] for chip in response.context["chips"]] == [agent.username, "Created"]


def test_pairs_that_a_filter_fixes_come_last(ask, agent):
    metadata = {"chn": "email", "ord": "7", "vip": "yes"}  # in the order that jsonb keeps as well
    factories.thread(creator=agent, metadata=metadata)

    row = ask({"metadata": "chn=email"}).context["rows"][0]

    assert re.findall(r'title="([^"]+)"', row["pairs"]) == ["ord = 7", "vip = yes"]
    assert '<span class="chip" data-more="wide">+1</span>' in row["pairs"]


def test_hostile_words_in_a_row_are_escaped(ask):
    creator = factories.user("agent", first_name=HOSTILE, last_name="")
    connection = factories.connection("bad", name=HOSTILE)
    factories.thread(
        creator=creator, connection=connection, title=HOSTILE, metadata={HOSTILE: HOSTILE}
    )

    response = ask()

    assert HOSTILE not in response.text
    assert response.text.count(ESCAPED) >= 6


def test_thread_without_a_title_is_called_by_its_id(ask, agent):
    thread = factories.thread(creator=agent, title="")

    assert titles(ask()) == [thread.remote_id]


def test_unknown_outcomes_are_one_click_away_when_there_are_some(ask, agent):
    address = f"{reverse('threadsui:submission_list')}?state=unknown"
    assert f'href="{address}"' not in ask().text

    factories.submission(state="unknown", actor=agent)

    assert f'href="{address}"' in ask().text


def test_whole_list_of_fifty_rows_asks_no_more_than_a_short_one(
    ask, agent, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(2):
        factories.thread(creator=agent)
    with django_assert_max_num_queries(16) as short:
        ask()
    for _ in range(60):
        factories.thread(creator=agent)

    with django_assert_num_queries(len(short) + 1):  # the capped count, as there are two pages
        response = ask()

    assert len(response.context["rows"]) == 50
    assert "50 of 62, newest first" in response.text
