from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import Thread

HOSTILE = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"


@pytest.fixture
def ask(signed_in):
    def get(query=None):
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
    "query, field",
    [
        ({"creator": "nobody-like-this"}, "creator"),
        ({"connection": "nowhere"}, "connection"),
        ({"connection": "null\x00byte"}, "connection"),
        ({"state": "lost"}, "state"),
        ({"metadata": "=value"}, "metadata"),
        ({"metadata": "k" * 65}, "metadata"),
        ({"metadata": f"key={'v' * 513}"}, "metadata"),
        ({"metadata": "nul=\x00"}, "metadata"),
        ({"metadata": [f"key{number}" for number in range(9)]}, "metadata"),
    ],
)
def test_bad_filter_is_an_error_at_its_own_field(ask, agent, query, field):
    factories.thread(creator=agent)

    response = ask(query)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert titles(response) == []


def test_each_chip_leads_to_the_list_without_it(ask, agent):
    query = {"q": "pole", "state": "created", "metadata": ["order=7", "vip"]}

    chips = {chip["value"]: chip["remove_href"] for chip in ask(query).context["chips"]}

    assert set(chips) == {"Created", "order=7", "vip"}
    assert parse_qs(urlsplit(chips["order=7"]).query) == {
        "q": ["pole"],
        "state": ["created"],
        "metadata": ["vip"],
    }


def test_pairs_that_a_filter_fixes_come_last(ask, agent):
    metadata = {"chn": "email", "ord": "7", "vip": "yes"}  # in the order that jsonb keeps as well
    factories.thread(creator=agent, metadata=metadata)

    row = ask({"metadata": "chn=email"}).context["rows"][0]

    assert (row["pairs"], row["more"]) == ([("ord", "7"), ("vip", "yes")], 1)


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
