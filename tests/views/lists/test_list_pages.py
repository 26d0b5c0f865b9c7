"""Pages of the lists by key: what rows that come and go, and changed addresses, do to them."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import Thread
from threadsui.queries.paging import pagination
from threadsui.views.lists import listing

from .test_lists import LISTS, MAKE


@pytest.fixture
def lead_client(lead, client_of, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    return client_of(lead)


def address_of(response, way):
    """Where "next" (older) or "prev" (newer) leads."""
    found = re.search(rf'rel="{way}"\s+href="([^"]+)"', response.text)
    return found[1].replace("&amp;", "&")


def titles(response):
    return [row["title"] for row in response.context["rows"]]


@pytest.mark.parametrize("name", LISTS)
def test_cursor_with_one_sign_changed_is_a_400(lead_client, name):
    for _ in range(3):
        MAKE[name]()
    address = address_of(lead_client.get(reverse(f"threadsui:{name}")), "next")
    cursor = parse_qs(urlsplit(address).query)["cursor"][0]
    changed = cursor[:5] + ("A" if cursor[5] != "A" else "B") + cursor[6:]

    assert lead_client.get(address).status_code == 200
    assert lead_client.get(urlsplit(address).path, {"cursor": changed}).status_code == 400


@pytest.mark.parametrize("name", LISTS)
def test_count_says_no_more_than_that_there_are_more(lead_client, name, monkeypatch):
    monkeypatch.setattr(pagination, "COUNT_MAX", 3)
    monkeypatch.setattr(listing, "COUNT_MAX", 3)
    for _ in range(5):
        MAKE[name]()

    response = lead_client.get(reverse(f"threadsui:{name}"))

    assert response.context["count"].startswith("3+ ")


def test_pages_stay_as_they_are_while_threads_arrive_and_are_deleted(lead_client):
    made = [factories.thread(title=f"Thread {number}") for number in range(6)]
    first = lead_client.get(reverse("threadsui:thread_list"))
    second = lead_client.get(address_of(first, "next"))
    factories.thread(title="Arrived")
    Thread.objects.filter(pk=made[4].pk).delete()  # the last row of the first page
    Thread.objects.filter(pk=made[2].pk).delete()  # the last row of the second one

    again = lead_client.get(address_of(first, "next"))
    third = lead_client.get(address_of(second, "next"))
    back = lead_client.get(address_of(third, "prev"))

    assert titles(second) == ["Thread 3", "Thread 2"]
    assert titles(again) == ["Thread 3", "Thread 1"]
    assert titles(third) == ["Thread 1", "Thread 0"]
    assert titles(back) == ["Thread 5", "Thread 3"]
