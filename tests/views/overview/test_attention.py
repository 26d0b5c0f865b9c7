"""What needs attention, and what waits for the reader."""

import re
from datetime import timedelta

import time_machine
from django.utils import timezone

from tests import factories

from .page import HOSTILE, many, poll, text


def test_lead_is_told_what_needs_attention(lead, agent, client_of):
    unknown = factories.submission(
        state="unknown", actor=agent, title="Where is it?", error_status=503
    )
    many(2, state="not_sent", actor=agent, error_status=429)
    many(1, state="refused", actor=agent, error_status=400)
    many(1, state="refused", created_at=timezone.now() - timedelta(hours=2))
    factories.connection("eu", name="EU", end_of_life=timezone.localdate() + timedelta(days=6))
    factories.connection("us", name="US", end_of_life=timezone.localdate() + timedelta(days=61))

    response = client_of(lead).get("/")

    said = " ".join(text(response.text).split())
    assert re.search(r"Needs attention 3\b", said)
    assert "Where is it?" in said
    assert f"by {agent.username} . Server failed (503); a thread may exist." in said
    assert "3 creates failed in the last hour" in said
    assert "Rate limited by the server (429), 2 times. Nothing was created." in said
    assert "EU ends in 6 days" in said
    assert "US ends" not in said
    assert f"/submissions/{unknown.pk}/resend/" in response.text
    assert "/submissions/?state=not_sent" in response.text


def test_agent_is_offered_what_an_agent_may_do(agent, client_of):
    unknown = factories.submission(state="unknown", actor=agent)

    response = client_of(agent).get("/")

    assert f'href="/submissions/{unknown.pk}/"' in response.text
    assert "resend" not in response.text


def test_failures_keep_a_line_however_many_outcomes_are_open(lead, client_of):
    many(9, state="unknown")
    many(1, state="refused", error_status=400)

    response = client_of(lead).get("/")

    assert response.text.count('class="line-icon"') == 4
    assert "1 create failed in the last hour" in response.text
    assert '<span class="count">10</span>' in response.text


def test_new_console_says_what_will_be_here(lead, client_of):
    response = client_of(lead).get("/")

    for sentence in (
        "Nothing needs attention.",
        "No threads yet. What you create is listed here.",
        "No create failed in the last 14 days.",
        "No server has answered a call in the last 24 hours.",
    ):
        assert sentence in response.text


def test_hostile_titles_and_names_are_text(lead, client_of):
    name = {"first_name": HOSTILE}
    person = factories.user("agent", **name)
    connection = factories.connection("eu", name=HOSTILE, end_of_life=timezone.localdate())
    factories.submission(state="unknown", title=HOSTILE, actor=person)
    factories.thread(title=HOSTILE, creator=person)
    factories.call(connection=connection)

    assert "<script>alert" not in client_of(lead).get("/").text


def test_own_drafts_are_listed_newest_first_for_who_creates(agent, viewer, client_of):
    with time_machine.travel("2026-11-20T11:00:00Z"):
        factories.draft(owner=agent, title="Older")
    new = factories.draft(owner=agent, title="Newer")
    factories.draft(title="Somebody else’s")

    for response in (client_of(agent).get("/"), poll(client_of(agent))):
        part = response.text.partition('id="overview-drafts"')[2]
        assert part.index(f'href="{new.get_absolute_url()}"') < part.index("Older")
        assert "Somebody else’s" not in response.text
    assert "overview-drafts" not in client_of(viewer).get("/").text
    assert "overview-drafts" not in poll(client_of(viewer)).text
