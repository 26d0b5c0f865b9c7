from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from threadsui.models import AuditEvent, SavedView

HOSTILE = "<script>alert(1)</script>"
AT = datetime(2026, 11, 20, 12, 41, 56, 208_000, tzinfo=UTC)


def shown(client, **query):
    response = client.get(reverse("threadsui:audit_list"), query)
    return [row["target"] for row in response.context["rows"]]


@pytest.mark.parametrize(
    "query",
    [
        {"actor": "ana"},
        {"action": "thread.deleted"},
        {"correlation_id": "c-1"},
        {"q": "wanted"},
        {"q": "c-1"},
        {"q": "customer asked"},
        {"address": "192.0.2.7"},
        {"actor": "ana", "action": "thread.deleted", "created_from": "2026-11-20"},
        {"created_from": "2026-11-20", "created_to": "2026-11-20"},
    ],
)
def test_each_filter_finds_its_event(lead_client, query):
    factories.event(target_label="Other")
    factories.event(
        "thread.deleted",
        actor=factories.user(username="ana"),
        target_label="The wanted one",
        correlation_id="c-1",
        created_at=AT,
        address="192.0.2.7",
        reason="The customer asked for it",
    )

    assert shown(lead_client, **query) == ["The wanted one"]


def test_events_about_one_record_are_found_by_its_kind_and_number(lead_client):
    thread = factories.thread(title="Wanted")
    factories.event(target=thread)
    factories.event(
        target=factories.submission(state="refused", pk=thread.pk + 1000, title="Other")
    )

    found = shown(lead_client, target_type="threadsui.thread", target_id=thread.pk)

    assert found == ["Wanted"]


@pytest.mark.parametrize(
    "result, found",
    [
        ("refused", {"submission.refused", "user.sign_in_refused"}),
        ("gone", {"thread.gone"}),
        ("done", {"thread.created", "thread.deleted"}),
    ],
)
def test_result_finds_the_events_that_came_to_it(lead_client, result, found):
    for action in ("thread.created", "thread.deleted", "thread.gone"):
        factories.event(action)
    for action in ("submission.refused", "user.sign_in_refused"):
        factories.event(action)

    response = lead_client.get(reverse("threadsui:audit_list"), {"result": result})

    events = [row["href"].strip("/").rpartition("/")[2] for row in response.context["rows"]]
    assert {AuditEvent.objects.get(pk=pk).action for pk in events} == found


def test_view_of_the_audit_list_opens_for_others_by_its_link(auditor_client, lead_client, agent):
    factories.event("thread.deleted", target_label="Gone thread")
    factories.event("thread.created", target_label="New thread")
    new = reverse("threadsui:saved_view_create", args=["audit"])

    query = {"name": "Deleted", "query": "action=thread.deleted", "is_shared": "on"}
    auditor_client.post(new, query)
    address = SavedView.objects.get().get_absolute_url()

    assert shown_at(lead_client, address) == ["Gone thread"]
    assert agent_client_of(agent).get(address).status_code == 403


def shown_at(client, address):
    return [row["target"] for row in client.get(address).context["rows"]]


def agent_client_of(agent):
    client = Client()
    client.force_login(agent)
    return client


@pytest.mark.parametrize("action", AuditEvent.Action.values)
@pytest.mark.parametrize("target", ["", "drawer"])
def test_every_kind_of_event_opens_as_page_and_drawer(auditor_client, action, target):
    event = factories.event(
        action, reason="Because", changes={"metadata": {"old": {"a": "1"}, "new": {"a": "2"}}}
    )
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}

    response = auditor_client.get(event.get_absolute_url(), headers=headers)

    assert response.status_code == 200
    assert ("<h1" in response.text) is not bool(target)
    assert event.actor_name in response.text


def test_page_tells_before_and_after_reason_origin_and_exact_time(auditor_client):
    event = factories.event(
        "thread.updated",
        created_at=AT,
        reason="Tier corrected",
        correlation_id="c-1",
        address="10.4.30.14",
        changes={"metadata": {"old": {"tier": "silver"}, "new": {"tier": "gold"}}},
    )
    call = factories.call(correlation_id="c-1")

    text = auditor_client.get(event.get_absolute_url()).text

    for words in (
        "Changed metadata, 1 change",
        "silver",
        "gold",
        "Tier corrected",
        "10.4.30.14",
        "c-1",
        "2026-11-20 12:41:56.208 UTC",
        call.get_absolute_url(),
    ):
        assert words in text


def test_test_of_a_connection_names_what_was_found_wanting(auditor_client):
    changes = {"result": {"old": None, "new": ["auth", "tls"]}}
    event = factories.event("connection.tested", target=factories.connection(), changes=changes)

    page = auditor_client.get(event.get_absolute_url())

    assert "Found wanting: Key and TLS." in page.text


def test_system_and_people_who_left_still_have_a_name(auditor_client):
    by_system = factories.event("submission.unknown", actor=False)
    ana = factories.user(username="ana")
    by_ana = factories.event(actor=ana, target=by_system_target(by_system))
    type(ana).objects.filter(pk=ana.pk).delete()

    listed = auditor_client.get(reverse("threadsui:audit_list")).text

    assert "System" in listed
    assert "ana" in listed
    assert "The console" in auditor_client.get(by_system.get_absolute_url()).text
    assert "ana" in auditor_client.get(by_ana.get_absolute_url()).text


def by_system_target(event):
    from threadsui.models import Thread

    return Thread.objects.get(pk=event.target_id)


def test_hostile_words_are_escaped(auditor_client):
    actor = factories.user(first_name=HOSTILE)
    event = factories.event(
        "thread.updated",
        actor=actor,
        target_label=HOSTILE,
        reason=HOSTILE,
        correlation_id=HOSTILE,
        changes={HOSTILE: {"old": HOSTILE, "new": [HOSTILE]}},
    )

    for address in (reverse("threadsui:audit_list"), event.get_absolute_url()):
        assert HOSTILE not in auditor_client.get(address).text
