"""The vocabulary beside the list: keys, their values, and renaming one across all threads that have it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories
from threadsui.models import Operation
from threadsui.queries.search import facets
from threadsui.queries.threads.selections import threads_of
from threadsui.services.bulk import remote_steps

FACETS = "/threads/facets/"
RENAME = "/threads/metadata/rename/"
DRAWER = {"HX-Request": "true", "HX-Target": "drawer"}


@pytest.fixture
def threads(agent, lead):
    """Three in production, of which one is the lead's; one in test; one without metadata."""
    for creator in (agent, agent, lead):
        factories.thread(creator=creator, metadata={"env": "prod", "order": creator.username})
    factories.thread(creator=agent, metadata={"env": "test"})
    factories.thread(creator=agent)


def text_of(response):
    return " ".join(response.text.split())


def rows(response):
    return [(row["text"], row["count"]) for row in response.context["rows"]]


def test_keys_are_listed_the_most_used_first_with_their_counts(signed_in, threads):
    panel = signed_in.get(FACETS, headers=DRAWER)

    assert rows(panel) == [("env", "4"), ("order", "3")]
    assert "In the 5 threads that match." in panel.text
    assert "<h1" not in panel.text


def test_values_of_a_key_lead_to_the_list_with_that_filter(signed_in, threads):
    panel = signed_in.get(FACETS, {"facet": "env", "creator": "agent"}, headers=DRAWER)
    link = next(row["href"] for row in panel.context["rows"] if row["text"] == "prod")
    found = signed_in.get(link)

    assert rows(panel) == [("prod", "2"), ("test", "1")]
    assert len(found.context["rows"]) == 2


@pytest.mark.parametrize(
    "key, value",
    [("env", ""), ("a=b", "c=d"), ("space d", 'say "x", y'), ("k.with:colon", "-1"), ("名", "*")],
)
def test_pair_of_any_letters_leads_to_its_thread(signed_in, agent, key, value):
    thread = factories.thread(creator=agent, metadata={key: value})
    factories.thread(creator=agent, metadata={"other": "x"})

    panel = signed_in.get(FACETS, {"facet": key}, headers=DRAWER)
    found = signed_in.get(panel.context["rows"][0]["href"])
    having = signed_in.get(panel.context["has_key_href"])

    assert [row["pk"] for row in found.context["rows"]] == [thread.pk]
    assert [row["pk"] for row in having.context["rows"]] == [thread.pk]


def test_only_threads_that_match_are_counted(signed_in, threads):
    panel = signed_in.get(FACETS, {"creator": "lead"}, headers=DRAWER)

    assert rows(panel) == [("env", "1"), ("order", "1")]


def test_sample_that_is_not_all_says_at_least(signed_in, threads, monkeypatch):
    monkeypatch.setattr(facets, "SAMPLE", 3)

    panel = signed_in.get(FACETS, headers=DRAWER)

    assert rows(panel) == [("env", "2+"), ("order", "1+")]
    assert "In the newest 3 threads that match; “+” means at least so many." in text_of(panel)


def test_most_used_keys_are_shown_and_that_there_are_more(signed_in, threads, monkeypatch):
    monkeypatch.setattr(facets, "SHOWN_MAX", 1)

    panel = signed_in.get(FACETS, headers=DRAWER)

    assert rows(panel) == [("env", "4")]
    assert "These are the most used ones." in panel.text


def test_panel_without_scripts_is_a_page(signed_in, threads):
    page = signed_in.get(FACETS)

    assert "<h1>Vocabulary</h1>" in page.text
    assert 'hx-target="#drawer"' not in page.text


def test_filter_that_makes_no_sense_is_said(signed_in, threads):
    panel = signed_in.get(FACETS, {"creator": "nobody-like-this"}, headers=DRAWER)

    assert panel.status_code == 422
    assert "The filters of the list cannot be used." in panel.text


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_keys(signed_in, agent, count, django_assert_max_num_queries):
    factories.thread(creator=agent, metadata={f"key-{number}": "x" for number in range(count)})

    with django_assert_max_num_queries(8):
        signed_in.get(FACETS, headers=DRAWER)


def test_pairs_of_the_sample_are_found_by_thread_however_many_have_the_key(signed_in, threads):
    with CaptureQueriesContext(connection) as queries:
        signed_in.get(FACETS, {"facet": "env"}, headers=DRAWER)

    counted = next(one["sql"] for one in queries if "COUNT" in one["sql"] and "pair" in one["sql"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {counted}")
            plan = str(cursor.fetchall())
        assert "metadatapair_found" not in plan
        assert "thread_id=?" in plan


def test_agent_is_offered_no_rename(signed_in, lead_client, threads):
    assert RENAME not in signed_in.get(FACETS, headers=DRAWER).text
    assert RENAME in lead_client.get(FACETS, headers=DRAWER).text


def test_rename_asks_for_the_new_name_first(lead_client, threads):
    page = lead_client.get(RENAME, {"key": "env", "query": ""})

    assert page.status_code == 200
    assert "Rename the key “env”" in page.text
    assert "In all threads." in page.text
    assert "Enter the new key" not in page.text
    assert "What would happen" not in page.text


def test_preview_says_what_would_change_and_what_stays(lead_client, agent, threads, lead):
    now = timezone.now()
    factories.thread(metadata={"env": "a", "stage": "b"})
    factories.thread(metadata={"env": "a"}, gone_at=now)
    factories.thread(metadata={"env": "a"}, deleted_at=now, deleted_by=lead)
    off = factories.connection(is_active=False)
    factories.thread(metadata={"env": "a"}, connection=off)

    page = lead_client.get(RENAME, {"key": "env", "query": "", "to": "stage"})

    assert "4 threads would be changed." in page.text
    assert [sentence[:2] for sentence in page.context["left"]] == ["1 ", "1 ", "1 ", "1 "]
    assert "1 already has the new key, and keeps both as they are." in text_of(page)
    assert not Operation.objects.exists()


def test_press_renames_in_the_background_what_the_filters_leave(lead_client, agent, lead):
    mine = factories.created_thread(actor=lead, metadata={"env": "prod"})
    other = factories.created_thread(actor=agent, metadata={"env": "prod"})
    data = {"key": "env", "query": "creator=lead", "to": "stage"}

    response = lead_client.post(RENAME, data)
    operation = Operation.objects.get()

    assert response["Location"] == operation.get_absolute_url()
    assert DBTaskResult.objects.get().args_kwargs == {"args": [operation.pk], "kwargs": {}}
    list(remote_steps.run_remote_steps(operation=operation, threads=threads_of(operation)))
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.metadata, other.metadata) == ({"stage": "prod"}, {"env": "prod"})
    page = lead_client.get(operation.get_absolute_url())
    assert "Rename the key “env” to “stage”" in page.text
    assert "<dt>Renamed</dt>" in page.text


def test_value_is_renamed_where_the_key_has_it(lead_client, lead):
    thread = factories.created_thread(actor=lead, metadata={"env": "prod"})
    factories.created_thread(actor=lead, metadata={"env": "test"})
    data = {"key": "env", "value": "prod", "query": "", "to": "production"}

    preview = lead_client.get(RENAME, data)
    lead_client.post(RENAME, data)

    assert "1 thread would be changed." in preview.text
    operation = Operation.objects.get()
    assert operation.parameters == {"key": "env", "value": "prod", "to": "production"}
    list(remote_steps.run_remote_steps(operation=operation, threads=threads_of(operation)))
    thread.refresh_from_db()
    assert thread.metadata == {"env": "production"}


@pytest.mark.parametrize("to", ["", "env", "k" * 65])
def test_name_that_cannot_be_is_refused_at_its_field(lead_client, threads, to):
    for response in (
        lead_client.get(RENAME, {"key": "env", "query": "", "to": to}),
        lead_client.post(RENAME, {"key": "env", "query": "", "to": to}),
    ):
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["to"]
        assert f'value="{to}"' in response.text or not to
    assert not Operation.objects.exists()


def test_address_that_says_nothing_to_rename_explains_itself(lead_client):
    for response in (lead_client.get(RENAME), lead_client.post(RENAME, {"to": "stage"})):
        assert response.status_code == 422
        assert "What is to be renamed is not said" in response.text


def test_filters_that_make_no_sense_are_said_and_nothing_is_renamed(lead_client):
    data = {"key": "env", "query": "creator=nobody-like-this", "to": "stage"}

    response = lead_client.post(RENAME, data)

    assert response.status_code == 422
    assert "The filters of the list cannot be used." in response.text
    assert not Operation.objects.exists()
