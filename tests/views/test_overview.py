"""The overview's page and its polls: who sees which numbers, what is announced, and how much it asks the database."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories

NOON = "2026-11-20T12:00:00Z"  # a Friday
HOSTILE = '<script>alert("x")</script>'
QUERIES_OF_SIGNING_IN = (
    4  # the session, the person, and what they may do: their own and their groups'
)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def poll(client, query="?known=0"):
    headers = {"HX-Request": "true", "HX-Target": "overview-poll"}
    return client.get(f"/{query}", headers=headers)


def stats(response):
    """{label: (number, hint)} as they are read."""
    found = re.findall(r'<div class="stat">(.*?)</div>', response.text, re.DOTALL)
    lines = [[" ".join(text(part).split()) for part in stat.split("</p>")] for stat in found]
    return {label: (number, hint) for label, number, hint, _ in lines}


def text(html):
    return re.sub(r"<[^>]+>", " ", html)


def many(number, **fields):
    for _ in range(number):
        factories.submission(**fields)


def a_week_ago(**more):
    return timezone.now() - timedelta(days=7, **more)


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


def test_poll_gets_the_pieces_and_nothing_else(lead, client_of):
    many(1)

    response = poll(client_of(lead))

    assert "<html" not in response.text
    assert response.text.lstrip().startswith('<div id="overview-poll"')
    assert set(re.findall(r'id="overview-(\w+)" hx-swap-oob="innerHTML"', response.text)) == {
        "moment", "stats", "recent", "days", "days_table",
        "attention", "drafts", "reasons", "latency", "latency_table",
    }  # fmt: skip
    assert "HX-Target" in response["Vary"]


def test_every_piece_has_its_place_on_the_page(lead, viewer, client_of):
    for person in (lead, viewer):
        page = client_of(person).get("/").text
        pieces = re.findall(r'id="(overview-\w+)" hx-swap-oob', poll(client_of(person)).text)

        assert pieces
        assert [page.count(f'id="{piece}"') for piece in pieces] == [1] * len(pieces)


@pytest.mark.parametrize(
    "known, unknown, announced",
    [
        ("0", 0, None),
        ("2", 2, None),
        ("0", 1, "1 thing needs attention."),
        ("1", 2, "2 things need attention."),
        ("1", 0, "Nothing needs attention any more."),
        ("", 2, None),
        (HOSTILE, 2, None),
    ],
)
def test_poll_announces_only_a_change_in_what_needs_attention(
    lead, client_of, known, unknown, announced
):
    many(unknown, state="unknown")

    response = poll(client_of(lead), f"?known={known}")

    said = re.findall(r'<p id="live" hx-swap-oob="innerHTML">(.*?)</p>', response.text)
    assert said == ([announced] if announced else [])
    assert f'hx-get="/?known={unknown}"' in response.text


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


@pytest.mark.parametrize("role, queries", [("lead", 9), ("agent", 9), ("viewer", 4)])
def test_poll_asks_as_often_for_one_row_as_for_many(
    person, client_of, django_assert_num_queries, role, queries
):
    user = person(role)
    client = client_of(user)
    for number in (1, 3):
        for _ in range(number):
            everything(actor=user)
            everything(actor=factories.user("agent"))
        with django_assert_num_queries(QUERIES_OF_SIGNING_IN + queries):
            assert poll(client).status_code == 200


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


def everything(actor):
    many(1, actor=actor)
    many(1, state="unknown", actor=actor)
    many(1, state="refused", actor=actor, error_status=400)
    connection = factories.connection(end_of_life=timezone.localdate())
    factories.call(connection=connection, actor=actor)
