"""Filters of the list of threads: narrowed together, and wrong at their place."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import Thread

from .rows import titles


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


def test_saved_view_of_older_filters_still_opens_its_list(ask, agent):
    view = factories.saved_view(owner=agent, query=f"creator={agent.username}&state=created")
    factories.thread(creator=agent, title="Mine")
    factories.thread(title="Not mine")

    response = ask(f"{view.query}&view={view.pk}")

    assert titles(response) == ["Mine"]
    assert [chip["value"] for chip in response.context["chips"]] == [agent.username, "Created"]
