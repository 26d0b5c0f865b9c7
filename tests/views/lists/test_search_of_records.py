"""The search box above submissions, API calls and the history: one text, its chips and its dialog."""

import re
from datetime import UTC, datetime
from html import unescape
from importlib import import_module
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from tests import factories
from threadsui.models import SavedView
from threadsui.queries.paging import pagination, walking

LISTS = {"submission_list": "submissions", "call_list": "calls", "audit_list": "audit"}
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def lead_client(lead, client_of):
    return client_of(lead)


@pytest.fixture
def auditor_client(auditor, client_of):
    return client_of(auditor)


def ask(client, name, query=None, **headers):
    return client.get(reverse(f"threadsui:{name}"), query, headers=headers)


def numbers(response):
    """Of the records that are listed."""
    return {
        int(urlsplit(row["href"]).path.strip("/").split("/")[-1])
        for row in response.context["rows"]
    }


def chips(response):
    return [f"{chip['label']}: {chip['value']}" for chip in response.context["chips"]]


OLDER = [
    ("audit_list", "target_type=threadsui.thread&target_id=7", "target:thread#7"),
    ("audit_list", "target_type=threadsui.tag", "target:tag"),
    ("audit_list", "correlation_id=c-1&actor=ana", "actor:ana correlation:c-1"),
    ("audit_list", "result=refused&address=192.0.2.7", "address:192.0.2.7 result:refused"),
    (
        "audit_list",
        "action=thread.deleted&created_from=2026-11-20",
        "action:thread.deleted created:2026-11-20..",
    ),
    ("submission_list", "state=unknown", "is:open"),
    ("submission_list", "state=unknown&is_resolved=on", "state:unknown"),
    ("submission_list", "state=refused&actor=ana&q=boots", "boots state:refused actor:ana"),
    ("call_list", "status=4xx&method=POST&connection=eu", "connection:eu status:4xx method:POST"),
    ("call_list", "created_from=2026-11-20&created_to=2026-11-20", "created:2026-11-20"),
]


@pytest.mark.parametrize("name, query, text", OLDER)
def test_address_from_before_is_read_as_the_text_that_means_the_same(
    lead_client, name, query, text
):
    factories.user(username="ana")
    factories.connection("eu")

    response = lead_client.get(f"{reverse(f'threadsui:{name}')}?{query}")

    assert response.status_code == 200
    assert response.context["shown"] == text


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "text, wrong",
    [
        ("creatd:today", "creatd"),
        ("created:soon", "soon"),
        ("is:nothing result:nothing", "nothing"),
        ("before:2026-99", "2026-99"),
        ('"open', '"open'),
    ],
)
def test_what_makes_no_sense_is_marked_at_its_place(lead_client, name, text, wrong):
    response = ask(lead_client, name, {"q": text})

    assert response.status_code == 422
    assert response.context["rows"] == []
    assert f"<mark>{wrong}</mark>" in unescape(response.text)
    assert 'aria-invalid="true"' in response.text


def test_slip_is_mended_by_a_link(lead_client):
    response = ask(lead_client, "audit_list", {"q": "actoin:thread.deleted"})

    found = re.search(r'href="([^"]+)">Search with “action”', response.text)
    assert parse_qs(urlsplit(unescape(found[1])).query) == {"q": ["action:thread.deleted"]}


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("audit_list", "-action:thread.deleted", "Action: not Deleted the thread"),
        ("audit_list", "target:connection,tag", "To what: Connection or Tag"),
        ("call_list", "status:4xx,none", "Status: 4xx: refused or No answer"),
        ("call_list", "created:2026-11-01..", "Created: from 2026-11-01"),
        ("submission_list", "is:open", "Is: unknown, and nobody’s word on it yet"),
        ("submission_list", "creator:me boots", "Pressed by: me"),
    ],
)
def test_chip_says_its_term_and_takes_it_out_of_the_text(lead_client, name, text, said):
    response = ask(lead_client, name, {"q": f"{text} created:2026"})

    assert chips(response)[0] == said
    left = parse_qs(urlsplit(response.context["chips"][0]["remove_href"]).query)["q"]
    assert left == [("boots " if "boots" in text else "") + "created:2026"]


def test_dialog_shows_the_text_and_changes_only_what_was_changed(lead_client):
    factories.user(username="ana")
    text = "refund actor:ana -result:done created:2026-11-01..2026-11-20"

    fields = ask(
        lead_client,
        "audit_list",
        {"q": text},
        **{"HX-Request": "true", "HX-Target": "filter-fields"},
    )
    sent = {"q": text, "shown": text, "actor": "bo", "action": "thread.deleted", "result": ""}
    sent |= {"created_from": "2026-11-01", "created_to": "2026-11-20", "target": ""}
    answer = ask(lead_client, "audit_list", sent)

    assert 'value="ana"' in fields.text
    assert 'value="2026-11-20"' in fields.text
    assert parse_qs(urlsplit(answer["Location"]).query)["q"] == [
        "refund actor:bo -result:done created:2026-11-01..2026-11-20 action:thread.deleted"
    ]


@pytest.mark.parametrize("name", LISTS)
def test_dialog_s_fields_come_when_somebody_opens_it(lead_client, name):
    page = ask(lead_client, name)
    fields = ask(lead_client, name, **{"HX-Request": "true", "HX-Target": "filter-fields"})

    assert 'id="filter-created_from"' not in page.text
    assert 'id="filter-created_from"' in fields.text
    assert 'id="filter-created_from"' in ask(lead_client, name, {"filters": "open"}).text


@pytest.mark.parametrize(
    "list_name, text, offered",
    [
        ("audit", "act", "actor:"),
        ("audit", "action:tag.d", "tag.deleted "),
        ("audit", "action:delet", "note.deleted "),
        ("audit", "actor:sys", "system "),
        ("audit", "anab", "actor:anabel "),
        ("calls", "status:4", "429 "),
        ("calls", "created:to", "today "),
        ("submissions", "is:dis", "dismissed "),
        ("submissions", "connection:e", "eu "),
    ],
)
def test_what_is_typed_is_completed_with_the_list_s_own_keys(lead_client, list_name, text, offered):
    factories.user(username="anabel")
    factories.connection("eu")

    found = lead_client.get(f"/{list_name}/completion/", {"q": text}).text

    assert f'data-text="{offered}"' in found
    assert "metadata." not in found


@pytest.mark.parametrize("list_name", LISTS.values())
def test_every_example_of_the_help_is_a_search_of_its_list(lead_client, list_name):
    factories.connection("eu")
    text = lead_client.get(f"/{list_name}/search-help/").text
    links = [unescape(href) for href in re.findall(r'<dt class="mono"><a href="([^"]+)"', text)]

    assert len(links) > 12
    for href in links:
        assert lead_client.get(href).status_code == 200, href


@pytest.mark.parametrize("address", ["completion", "search-help"])
def test_box_of_a_list_is_for_those_who_see_it(client_of, viewer, address):
    assert client_of(viewer).get(f"/audit/{address}/").status_code == 403
    assert client_of(viewer).get(f"/threads/{address}/").status_code == 200
    assert client_of(viewer).get(f"/nothing/{address}/").status_code == 404


def test_whole_ids_and_addresses_are_looked_up(lead_client):
    thread = factories.thread(remote_id="thread_wanted")
    event = factories.event(
        target=thread, correlation_id="c-4711", address="2001:db8::7", target_label="x"
    )
    factories.event(target_label="thread_wanted of another kind", target=factories.connection())

    for text in ("c-4711", "2001:db8::7", "thread_wanted", f'id:"#{event.pk}"', "address:2001*"):
        assert numbers(ask(lead_client, "audit_list", {"q": text})) == {event.pk}, text


def test_auditor_does_not_guess_a_title_by_any_key(auditor_client, lead_client):
    thread = factories.thread(title="Snapped pole")
    submission = factories.submission(state="refused", title="Snapped pole")
    factories.event(target=thread, target_label="Snapped pole")
    guesses = ["snapped", "-snapped", '"Snapped pole"', "snapp*", "title:snapped", "-title:snapped"]

    everything = {name: numbers(ask(auditor_client, name)) for name in LISTS}
    for guess in guesses:
        for name in ("submission_list", "audit_list"):
            seen = numbers(ask(auditor_client, name, {"q": guess}))
            assert seen in (set(), everything[name]), (name, guess)
    assert numbers(ask(lead_client, "submission_list", {"q": "snapped"})) == {submission.pk}


def test_negation_of_a_masked_word_tells_an_auditor_nothing(auditor_client):
    factories.submission(state="refused", title="Snapped pole")
    factories.submission(state="refused", title="Other")

    told = ask(auditor_client, "submission_list", {"q": "-snapped"})

    assert len(told.context["rows"]) == 2


def test_hidden_connection_is_neither_named_nor_searched(client_of, lead):
    hidden = factories.connection("hush")
    hidden.groups.add(factories.access_group())
    call = factories.call(connection=hidden, request_id="req-hush", correlation_id="c-hush")
    factories.event("connection.updated", target=hidden, correlation_id="c-hush")
    client = client_of(lead)

    assert ask(client, "call_list", {"q": "connection:hush"}).status_code == 422
    for text in ("req-hush", "c-hush", call.path, f"id:{call.pk}", "-status:none"):
        assert ask(client, "call_list", {"q": text}).context["rows"] == []
    assert ask(client, "audit_list", {"q": "c-hush"}).context["rows"] == []
    assert "hush" not in client.get("/calls/completion/", {"q": "connection:"}).text


def test_saved_view_from_before_opens_with_what_it_meant(lead, lead_client):
    factories.event("thread.deleted", actor=factories.user(username="ana"), reason="One")
    wanted = factories.event("thread.created", actor=factories.user(username="bo"))
    view = factories.saved_view(
        owner=lead, list="audit", query="action=thread.created&actor=bo", is_shared=False
    )

    response = lead_client.get(view.get_absolute_url())

    assert numbers(response) == {wanted.pk}


def test_text_of_a_view_from_before_is_looked_for_as_it_stood(lead):
    kept = {
        "late delivery": "q=%22late+delivery%22&actor=ana",
        "c-4711": "q=c-4711&actor=ana",
        'error: "x"': "q=%22error%3A+%5C%22x%5C%22%22&actor=ana",
    }
    views = {
        text: factories.saved_view(
            owner=lead, list="audit", query=urlencode({"q": text, "actor": "ana"})
        )
        for text in kept
    }
    of_threads = factories.saved_view(owner=lead, list="threads", query="q=late+delivery")

    migration = import_module("threadsui.migrations.0040_saved_text_is_one_phrase")
    migration.quote(apps, SimpleNamespace(connection=connection))

    for text, view in views.items():
        view.refresh_from_db()
        assert view.query == kept[text]
    of_threads.refresh_from_db()
    assert of_threads.query == "q=late+delivery"


def test_view_is_saved_as_its_text(lead, lead_client):
    query = {"name": "Mine", "query": "q=-actor:system+result:refused"}
    lead_client.post(reverse("threadsui:saved_view_create", args=["audit"]), query)

    assert SavedView.objects.get().query == "q=-actor%3Asystem+result%3Arefused"


@pytest.mark.parametrize(
    "address, query, found",
    [
        ("audit_export", "q=actor:ana+-action:thread.created", ["thread.deleted"]),
        ("audit_export", "q=reason:customer", ["thread.deleted"]),
    ],
)
def test_export_of_the_history_honours_the_search(lead_client, address, query, found):
    ana = factories.user(username="ana")
    factories.event("thread.created", actor=ana)
    factories.event("thread.deleted", actor=ana, reason="The customer asked")
    factories.event("thread.deleted")

    post = {"format": "csv", "query": query}
    text = lead_client.post(reverse(f"threadsui:{address}"), post).getvalue().decode()

    assert re.findall(r"thread\.(?:created|deleted)", text) == found


def test_export_of_calls_honours_the_search(lead_client):
    factories.call(status=404, path="/threads/a")
    factories.call(status=200, path="/threads/b")

    post = {"format": "csv", "query": "q=-status:2xx+threads"}
    text = lead_client.post(reverse("threadsui:call_export"), post).getvalue().decode()

    assert ("/threads/a" in text, "/threads/b" in text) == (True, False)


@pytest.fixture
def no_time():
    with (
        patch.object(walking, "WINDOW", 2),
        patch.object(walking, "WINDOW_MAX", 2),
        patch.object(pagination, "LOOK_SECONDS", 0),
        patch.object(pagination, "COUNT_SECONDS", 0),
    ):
        yield


def test_search_whose_time_is_over_says_how_far_it_looked_and_goes_on(lead_client, no_time):
    wanted = factories.call(path="/wanted", started_at=AT.replace(day=1))
    for day in range(2, 8):
        factories.call(path="/other", started_at=AT.replace(day=day))

    response, looks = ask(lead_client, "call_list", {"q": "wanted"}), 0
    assert "Nothing found so far" in response.text
    assert re.search(r"Looked back to\s+<time[^>]*>6 Nov 2026", response.text)
    assert response.context["count"] == "0+ calls"
    while not response.context["rows"]:
        further = re.search(r'rel="next" href="([^"]+)">Look further back', response.text)
        response, looks = lead_client.get(unescape(further[1])), looks + 1

    assert (numbers(response), looks) == ({wanted.pk}, 3)
    assert 'rel="prev"' in response.text


def test_end_of_the_list_is_said_to_be_the_end(lead_client, no_time):
    for day in range(1, 5):
        factories.call(path="/other", started_at=AT.replace(day=day))

    response = ask(lead_client, "call_list", {"q": "wanted"})
    while response.context["older_href"]:
        response = lead_client.get(response.context["older_href"])

    assert "Nothing older matches" in response.text
    assert response.context["newer_href"]


@pytest.mark.parametrize("name", LISTS)
def test_search_for_what_is_nowhere_takes_few_statements(
    lead_client, name, django_assert_max_num_queries
):
    for _ in range(3):
        factories.call()
        factories.event()
        factories.submission(state="refused")
    ask(lead_client, name)

    with django_assert_max_num_queries(20):
        response = ask(lead_client, name, {"q": "nowhere"})

    assert response.context["rows"] == []
