import pytest
from django.urls import reverse

from tests import factories
from threadsui.search.records import CALLS

HOSTILE = "</pre><script>alert(1)</script>"
SEEN = [200, 204, 301, 400, 429, 500, None]


STATUSES = {
    "2xx": [200, 204],
    "3xx": [301],
    "4xx": [400, 429],
    "429": [429],
    "5xx": [500],
    "none": [None],
}


@pytest.mark.parametrize("status, expected", STATUSES.items())
def test_status_filter_finds_its_class(auditor_client, status, expected):
    for number in SEEN:
        factories.call(status=number, path=f"/threads/{number}")

    response = auditor_client.get(reverse("threadsui:call_list"), {"status": status})

    paths = {row["path"] for row in response.context["rows"]}
    assert paths == {f"/threads/{number}" for number in expected}


def test_box_offers_the_statuses_that_are_tried_here():
    assert set(CALLS.get("status").choices) == set(STATUSES)


def test_whole_request_id_finds_its_call(auditor_client):
    factories.call(request_id="req_other")
    call = factories.call(request_id="req_wanted", path="/threads/wanted")

    response = auditor_client.get(reverse("threadsui:call_list"), {"q": "req_wanted"})

    assert [row["path"] for row in response.context["rows"]] == [call.path]


def test_page_shows_request_response_and_the_other_attempts(auditor_client):
    submission = factories.submission(payload={"metadata": {"order": "7"}})
    first = factories.call(
        submission=submission, status=429, retry_in=0.5, correlation_id="c-1", response_body=""
    )
    second = factories.call(submission=submission, attempt=2, correlation_id="c-1")

    text = auditor_client.get(second.get_absolute_url()).text

    assert "&quot;order&quot;" in text
    assert "&quot;thread_1&quot;" in text
    assert "Waited 0.5 s" in text
    assert first.get_absolute_url() in text


def test_call_without_an_answer_says_so(auditor_client):
    call = factories.call(status=None, error="No answer in time.", response_body="")

    text = auditor_client.get(call.get_absolute_url()).text

    assert "no answer" in text
    assert "No response came." in text


def test_hostile_words_are_escaped(auditor_client):
    call = factories.call(
        path=HOSTILE,
        error=HOSTILE,
        request_id=HOSTILE,
        request_body=HOSTILE,
        response_body=HOSTILE,
        correlation_id="c-2",
    )

    text = auditor_client.get(call.get_absolute_url()).text

    assert "<script>alert" not in text


def test_call_that_never_was_is_a_404(auditor_client):
    assert auditor_client.get("/calls/999/").status_code == 404
