"""The numbers of the overview: whose, of when, and beside which."""

import re
from datetime import timedelta

from django.utils import timezone

from tests import factories

from .page import a_week_ago, many, poll, stats, text


def test_lead_reads_everybodys_day_beside_the_same_day_of_last_week(lead, agent, client_of):
    many(3, actor=agent)
    many(1, actor=lead)
    many(2, actor=agent, created_at=a_week_ago(minutes=1))
    many(5, actor=agent, created_at=a_week_ago(minutes=-1))  # later that day
    many(1, state="refused", actor=agent, error_status=400)
    many(1, state="not_sent", actor=agent, created_at=a_week_ago(hours=1))
    factories.call(duration_ms=30)
    factories.call(duration_ms=1_200)

    response = client_of(lead).get("/")

    assert stats(response) == {
        "Created today": ("4", "2 more than last Friday by this time"),
        "Refused today": ("1 20.0 %", "0 last Friday by this time"),
        "Not sent today": ("0", "1 last Friday by this time"),
        "Unknown, open": ("0", "nothing waits for a person"),
        "Median latency": ("30 ms", "p95 1,200 ms, last 24 hours"),
    }


def test_agent_reads_only_their_own_numbers(agent, lead, client_of):
    many(2, actor=agent)
    many(3, actor=lead)
    factories.submission(state="unknown", actor=lead, title="Somebody else’s")

    response = client_of(agent).get("/?show=team")

    assert stats(response)["Created today"][0] == "2"
    assert stats(response)["Unknown, open"][0] == "0"
    assert "Somebody else’s" not in response.text
    assert "Nothing needs attention." in response.text
    assert 'aria-label="Whose numbers"' not in response.text


def test_lead_may_look_at_their_own_numbers(agent, lead, client_of):
    many(2, actor=agent)
    many(1, actor=lead)

    response = client_of(lead).get("/?show=mine")

    assert stats(response)["Created today"][0] == "1"
    assert "show=mine" in poll(client_of(lead), "?show=mine&known=0").text


def test_auditor_reads_the_teams_numbers_and_creates_nothing(auditor, agent, client_of):
    many(2, actor=agent)

    response = client_of(auditor).get("/")

    assert stats(response)["Created today"][0] == "2"
    assert "New thread" not in response.text
    assert "Resend" not in response.text


def test_viewer_reads_of_threads_only(viewer, agent, client_of):
    many(2, actor=agent)
    many(3, actor=agent, created_at=timezone.now() - timedelta(days=6))
    many(4, actor=agent, created_at=timezone.now() - timedelta(days=7))
    many(5, state="refused", actor=agent, error_status=418)
    factories.submission(state="unknown", actor=agent, title="Nobody’s business")

    response = client_of(viewer).get("/")

    numbers = {label: number for label, (number, _) in stats(response).items()}
    assert numbers == {"Created today": "2", "Created in 7 days": "5", "Created in 14 days": "9"}
    for kept in ("418", "Nobody’s business", "Refused", "Failed", "Latency", "attention"):
        assert kept not in response.text


def test_reasons_are_counted_in_plain_words_the_most_frequent_first(lead, client_of):
    many(3, state="not_sent", error_status=429)
    many(2, state="refused", error_status=400, error_code="string_above_max_length")
    many(1, state="unknown")
    many(9, state="refused", created_at=timezone.now() - timedelta(days=15))

    response = client_of(lead).get("/")

    found = re.search(r'<ul class="reasons">(.*?)</ul>', response.text, re.DOTALL)[1]
    assert " ".join(text(found).split()) == (
        "Rate limited by the server 429 3 A text or value too long 400 2 "
        "No answer, or one cut short 1"
    )


def test_charts_say_in_a_sentence_and_a_table_what_they_draw(lead, client_of):
    many(2)
    many(1, state="refused")
    factories.call(duration_ms=40)

    response = client_of(lead).get("/")

    assert re.findall(r'<svg class="chart".*?role="img"', response.text, re.DOTALL)
    assert (
        "2 created, 1 refused, not sent or unknown. Most on Friday 20 November, 2." in response.text
    )
    assert "Sandbox: median 40 ms, 95th percentile 40 ms." in response.text
    assert response.text.count("View as table") == 2
    table = re.search(r'id="overview-days_table">(.*?)</table>', response.text, re.DOTALL)[1]
    rows = [text(row).split() for row in table.split("</tr>")]
    assert rows[1:3] == [
        ["Today", "so", "far", "2", "1", "0", "0"],
        ["Thursday", "19", "November", "0", "0", "0", "0"],
    ]


def test_day_is_the_readers(lead, client_of):
    many(
        1, created_at=timezone.now() - timedelta(hours=10)
    )  # 02:00 in London, the day before in Honolulu
    client = client_of(lead)
    assert stats(client.get("/"))["Created today"][0] == "1"

    client.cookies["timezone"] = "Pacific/Honolulu"

    assert stats(client.get("/"))["Created today"][0] == "0"
