"""Tags and assignee in the list of threads: shown, narrowed by, offered."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from threadsui.models import Tag
from threadsui.services.teamwork.tags import tag_thread


def test_list_shows_tags_and_assignee_without_a_query_per_row(signed_in, agent, queries_of):
    def add(number):
        thread = factories.thread(creator=agent, assignee=factories.user("agent"))
        for name in ("refund", "vip", f"tag-{number}"):
            tag_thread(thread=thread, name=name, actor=agent, may_create=True)

    address = reverse("threadsui:thread_list")
    add(0)
    response = signed_in.get(address)
    before = queries_of(signed_in, address)
    for number in (1, 2):
        add(number)

    assert len(queries_of(signed_in, address)) == len(before)
    row = response.context["rows"][0]
    assert re.findall(r'title="([\w-]+)"', row["tags"]) == ["refund", "tag-0"]
    more = re.findall(r'data-more="(\w+)">(\+\d)<', row["tags"])
    assert more == [("wide", "+1"), ("narrow", "+2")]  # a narrow list has room for one tag
    assert row["tags"] in response.text


@pytest.fixture
def listed(signed_in, agent):
    """The titles that the list shows for filters in its address."""
    thread = factories.thread(title="Tagged", assignee=agent)
    tag_thread(thread=thread, name="vip", actor=agent, may_create=True)
    both = factories.thread(title="Both", assignee=factories.user("lead", "bo"))
    for name in ("vip", "refund"):
        tag_thread(thread=both, name=name, actor=agent, may_create=True)
    factories.thread(title="Plain")

    def ask(**query):
        response = signed_in.get(reverse("threadsui:thread_list"), query)
        return response, sorted(row["title"] for row in response.context["rows"])

    return ask


@pytest.mark.parametrize(
    "query, titles",
    [
        ({"tag": "vip"}, ["Both", "Tagged"]),
        ({"tag": "VIP"}, ["Both", "Tagged"]),
        ({"tag": ["vip", "refund"]}, ["Both"]),
        ({"assigned": "me"}, ["Tagged"]),
        ({"assigned": "bo"}, ["Both"]),
        ({"assigned": "none"}, ["Plain"]),
        ({"assigned": "me", "tag": "vip"}, ["Tagged"]),
        ({"assigned": "none", "tag": "vip"}, []),
    ],
)
def test_list_is_narrowed_by_tag_and_assignee(listed, query, titles):
    assert listed(**query)[1] == titles


@pytest.mark.parametrize(
    "query, wrong",
    [
        ({"tag": "nothing"}, ["nothing"]),
        ({"tag": ["vip", "nothing"]}, ["nothing"]),
        ({"tag": ["vip", "gone"], "assigned": "nobody-here"}, ["nobody-here", "gone"]),
        ({"q": "state:unknown -tag:vip,nope"}, ["unknown", "nope"]),
        ({"metadata": ["order=7", "=value"]}, ["metadata:value"]),
        ({"assigned": "me", "tag": "vip"}, []),
    ],
)
def test_what_is_not_there_is_marked_in_the_text_and_nothing_is_listed(listed, query, wrong):
    response, titles = listed(**query)

    assert response.status_code == (422 if wrong else 200)
    assert re.findall("<mark>(.*?)</mark>", response.text) == wrong
    assert [problem.message for problem in response.context["form"].problems] == response.context[
        "form"
    ].errors.get("q", [])
    if wrong:
        assert titles == []
        assert 'aria-describedby="list-search-error"' in response.text


def test_null_character_in_a_filter_is_an_error_at_its_place(listed):
    response, _titles = listed(tag="nul\x00")

    assert response.status_code == 422
    assert "Null characters are not allowed." in response.text


def test_filters_offer_names_once_they_are_opened(listed, signed_in, agent):
    factories.user("agent", "gone", is_active=False)
    address = reverse("threadsui:thread_list")
    fields = {"HX-Request": "true", "HX-Target": "filter-fields"}
    with CaptureQueriesContext(connection) as queries:
        closed = signed_in.get(address).text
        assert not [one for one in queries if "LIMIT 200" in one["sql"]]
        text = signed_in.get(address, headers=fields).text
        assert len([one for one in queries if "LIMIT 200" in one["sql"]]) == 2

    people = re.search(r'<datalist id="filter-people">(.*?)</datalist>', text)[1]
    assert re.findall(r'value="(\w+)"', people) == [agent.username, "bo"]
    assert '<datalist id="filter-tags"><option value="refund"></option><option value="vip">' in text
    assert text.count('list="filter-people"') == 2
    assert "<html" not in text
    assert "datalist" not in closed


def test_chips_say_who_is_meant_and_lead_on_without_them(listed):
    response, _ = listed(tag=["vip", "refund"], assigned="me")

    chips = {chip["value"]: chip["remove_href"] for chip in response.context["chips"]}
    assert set(chips) == {"vip", "refund", "me"}
    assert chips["vip"].endswith("?q=assigned%3Ame+tag%3Arefund")


def test_pages_of_a_tag_follow_each_other(signed_in, agent):
    Tag.objects.create(name="vip")
    threads = [factories.thread(title=f"Number {number}") for number in range(60)]
    for thread in threads:
        tag_thread(thread=thread, name="vip", actor=agent)
    address = reverse("threadsui:thread_list")

    first = signed_in.get(address, {"tag": "vip"})
    second = signed_in.get(first.context["older_href"])

    rows = [row["title"] for page in (first, second) for row in page.context["rows"]]
    assert rows == [thread.title for thread in threads[::-1]]
